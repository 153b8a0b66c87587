// @ts-check
import { compiles } from "../compiler.mjs";

compiles(["webpack", "5.112.2"], 'import compile from "webpack";');

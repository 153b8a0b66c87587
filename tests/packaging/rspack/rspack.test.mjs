// @ts-check
import { compiles } from "../compiler.mjs";
import { FURTHER } from "../consumer.mjs";

compiles(["@rspack/core", "2.3.3"], 'import { rspack as compile } from "@rspack/core";', FURTHER);

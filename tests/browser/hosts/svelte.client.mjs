import { mount } from "svelte";
import Landing from "./Landing.svelte";

const target = document.getElementById("app");
mount(Landing, { target, props: { edge: target.dataset.edge } });

import { createApp } from "vue";
import Landing from "./Landing.vue";

const root = document.getElementById("app");
createApp(Landing, { edge: root.dataset.edge }).mount(root);

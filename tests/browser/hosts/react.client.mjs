// Renders the app, or hydrates what a server has rendered.

import { createRoot, hydrateRoot } from "react-dom/client";
import { app } from "./react.mjs";

const root = document.getElementById("app");
const { app: name, edge } = root.dataset;
if (root.firstChild) hydrateRoot(root, app(name, edge));
else createRoot(root).render(app(name, edge));
document.documentElement.dataset.started = "";

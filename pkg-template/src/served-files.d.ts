// What the edge serves to a browser, imported as text; build.mjs resolves each form.

declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.html" {
  const text: string;
  export default text;
}
declare module "*.ts?script" {
  const text: string;
  export default text;
}

// How the binary is imported; build.mjs resolves it.

declare module "*.wasm?base64" {
  const base64: string;
  export default base64;
}

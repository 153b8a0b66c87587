// What a caller may hand over as the binary. The types are spelled so that they compile where `WebAssembly` has none.

/**
 * A binary to use instead of the package's own copy: its address (for `fetch`, so Node reads files itself), its bytes, or the
 * compiled module.
 */
export type WasmSource = URL | ArrayBuffer | ArrayBufferView | WasmModule;

/**
 * `WebAssembly.Module`, where the environment's types have one. Theirs has no members, so without `object` any text would do.
 */
type WasmModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Module } };
}
  ? Module & object
  : never;

//! Where things lie: the workspace's root and the places that several commands share.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs};

/// The workspace's root. Cargo compiles xtask anew where it finds it elsewhere.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// A place in the workspace.
pub fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// A place in the target folder, which may be wherever cargo was told.
pub fn target(path: &str) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), |dir| root().join(dir)).join(path)
}

/// This program. A suite may have cargo link it anew, after which the system calls the one that runs deleted: `main` asks
/// before that.
pub fn ourselves() -> &'static Path {
    static OURSELVES: LazyLock<PathBuf> =
        LazyLock::new(|| env::current_exe().unwrap_or_else(|_| target("debug/xtask")));
    &OURSELVES
}

/// A tool that npm installed.
pub fn node_tool(name: &str) -> PathBuf {
    at("node_modules/.bin").join(name)
}

/// The one version of crate and package.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One wasm binary of the npm package.
pub struct Face {
    /// The feature's suffix and the folder's name.
    pub name: &'static str,
    /// What the generated files are called.
    pub file: &'static str,
}

/// The package's wasm binaries, from one crate's features.
pub const FACES: [Face; 3] = [
    Face { name: "client", file: "konektor" },
    Face { name: "edge", file: "konektor_edge" },
    Face { name: "widget", file: "konektor_widget" },
];

/// All files below a folder for which `keep` says yes, sorted; nothing when the folder does not exist.
/// Installed packages and build output are never entered.
pub fn files(folder: &str, keep: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![at(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !matches!(&*name, "node_modules" | "dist" | "target" | ".wrangler" | ".git") {
                    open.push(path);
                }
            } else if keep(&name) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

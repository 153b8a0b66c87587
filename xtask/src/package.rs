//! `package`: the tarball that npm would publish, in target/npm/.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::house::{self, VERSION};
use crate::run::{program, run, step};
use crate::{build, install};

/// Files of the workspace that the tarball carries; they are written once, at the root.
const SHARED: [&str; 3] = ["README.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// Builds and packs; answers where the tarball lies.
pub fn package() -> Result<PathBuf> {
    build::build()?;
    pack()
}

/// Packs what is built.
pub fn pack() -> Result<PathBuf> {
    install::npm_packages()?;
    let folder = house::target("npm");
    let tarball = folder.join(format!("konektor-{VERSION}.tgz"));
    step("pack the npm package", || {
        fs::create_dir_all(&folder)?;
        let template = house::at("pkg-template");
        let mut borrowed = Vec::new();
        for name in SHARED {
            let copy = template.join(name);
            if !copy.exists() {
                fs::copy(house::at(name), &copy).with_context(|| format!("copying {name}"))?;
                borrowed.push(copy);
            }
        }
        let packed = run(
            program("npm").args(["pack", "--silent", "--workspace", "konektor", "--pack-destination"]).arg(&folder),
            "the lines above say what is wrong",
        );
        for copy in borrowed {
            fs::remove_file(copy)?;
        }
        packed?;
        fs::metadata(&tarball).with_context(|| {
            format!("npm packed no {}; pkg-template/package.json must have version {VERSION}", tarball.display())
        })?;
        Ok(())
    })?;
    Ok(tarball)
}

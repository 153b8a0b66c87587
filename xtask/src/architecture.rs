//! Holds the direction of dependencies: `www`, `edge`, `examples` → `pkg-template` → `src`, and `sandbox` → `src`.
//! It reads import lines and manifests; what is wrong comes back as sentences.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

use crate::house;

/// A part and the parts whose files it may import besides its own.
const MAY_IMPORT: [(&str, &[&str]); 4] =
    [("pkg-template", &[]), ("www", &["pkg-template"]), ("edge", &["pkg-template"]), ("examples", &["pkg-template"])];

/// The parts that can be imported by a package's name.
const PACKAGES: [(&str, &str); 4] =
    [("konektor", "pkg-template"), ("konektor-www", "www"), ("konektor-edge", "edge"), ("konektor-tests", "tests")];

/// A crate's folder and the workspace crates that its manifest must not name.
const MUST_NOT_NAME: [(&str, &[&str]); 2] = [("", &["konektor-sandbox", "xtask"]), ("sandbox", &["xtask"])];

/// How many files were read, and what is wrong in them.
pub struct Findings {
    /// Files read; a check that read none says nothing.
    pub files: usize,
    /// One sentence for each violation.
    pub violations: Vec<String>,
}

/// Checks the whole workspace.
pub fn check() -> Result<Findings> {
    let mut findings = Findings { files: 0, violations: Vec::new() };
    for (part, others) in MAY_IMPORT {
        for file in house::files(part, is_script) {
            findings.files += 1;
            let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            let inside = file.strip_prefix(house::root()).unwrap_or(&file);
            findings.violations.extend(imports_outside(part, others, inside, &text));
        }
    }
    for file in house::files("src", |name| name.ends_with(".rs")) {
        findings.files += 1;
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        findings.violations.extend(paths_outside(&file, &text));
    }
    for (folder, crates) in MUST_NOT_NAME {
        let file = house::at(folder).join("Cargo.toml");
        findings.files += 1;
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        findings.violations.extend(dependencies_on(crates, &file, &text));
    }
    Ok(findings)
}

fn is_script(name: &str) -> bool {
    [".ts", ".mts", ".mjs", ".js", ".html"].iter().any(|ending| name.ends_with(ending))
}

/// Imports, by path or by a package's name, that leave the part for another one that it may not know.
fn imports_outside(part: &str, others: &[&str], file: &Path, text: &str) -> Vec<String> {
    imports(text)
        .filter_map(|import| {
            let owner = if import.starts_with('.') {
                resolve(file.parent()?, import).iter().next()?.to_string_lossy().into_owned()
            } else {
                let package = import.split('/').next()?;
                PACKAGES.iter().find(|(name, _)| *name == package)?.1.to_owned()
            };
            let known = owner == part || others.contains(&owner.as_str()) || owner == "node_modules";
            (!known).then(|| format!("{} imports `{import}`: {part} must not know {owner}", file.display()))
        })
        .collect()
}

/// What stands in quotes after `from`, `import` or `import(`.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';']).filter_map(|line| {
        let line = line.trim_start();
        let after = match line.rsplit_once(" from ") {
            Some((_, after)) if !line.starts_with("//") && !line.starts_with('*') => after,
            _ => line.split_once("import")?.1.trim_start_matches('('),
        };
        let after = after.trim_start();
        let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''))?;
        after[1..].split(quote).next()
    })
}

fn resolve(folder: &Path, import: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for component in folder.join(import).components() {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path
}

/// Files that the core takes in from beside `src`.
fn paths_outside(file: &Path, text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.contains("include") || line.contains("#[path"))
        .filter(|line| line.contains("../../") || line.contains("CARGO_MANIFEST_DIR"))
        .map(|line| format!("{}: `{}` reaches out of src", file.display(), line.trim()))
        .collect()
}

fn dependencies_on(crates: &[&str], file: &Path, text: &str) -> Vec<String> {
    let mut inside = false;
    text.lines()
        .filter(|line| {
            if line.starts_with('[') {
                inside = line.contains("dependencies") && !line.contains("workspace");
            }
            inside && crates.iter().any(|name| line.split(['.', ' ', '=']).next() == Some(name))
        })
        .map(|line| format!("{}: `{line}` points outwards", file.display()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_of_a_part_further_out_is_a_violation() {
        let text = "import { a } from '../../www/src/touch.ts';\nconst b = await import(\"../../edge/x.js\");";
        let found = imports_outside("pkg-template", &[], Path::new("pkg-template/src/client.ts"), text);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_package_further_out_is_a_violation_by_its_name_too() {
        let text =
            "import { a } from 'konektor-www';\nimport \"konektor-edge/src/index.js\";\nimport 'konektor/proxy';";
        let found = imports_outside("www", &["pkg-template"], Path::new("www/src/x.ts"), text);
        assert_eq!(found.len(), 1, "{found:?}");
        let found = imports_outside("pkg-template", &[], Path::new("pkg-template/src/x.ts"), text);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn imports_of_its_own_files_and_of_the_part_inside_are_none() {
        let text = "import a from \"./a.js\"; export * from '../../pkg-template/src/b.js'; import \"node:fs\"";
        assert!(imports_outside("www", &["pkg-template"], Path::new("www/src/x.ts"), text).is_empty());
    }

    #[test]
    fn the_core_must_not_depend_on_the_sandbox() {
        let manifest =
            "[workspace.dependencies]\nkonektor-sandbox = 1\n[dev-dependencies]\nkonektor-sandbox.path = \"sandbox\"\n";
        let found = dependencies_on(&["konektor-sandbox"], Path::new("Cargo.toml"), manifest);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn the_core_must_not_include_files_from_beside_it() {
        let found = paths_outside(Path::new("src/a/b.rs"), "include_str!(\"../../www/demo/index.html\")");
        assert_eq!(found.len(), 1);
    }
}

//! How the sandbox is started: what the flags say, with their defaults.
//! It decides nothing later: what can change while it runs is copied into [`Settings`] and the keys.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

use crate::scope::Scopes;
use crate::settings::Settings;

/// A key that is known from the start.
#[derive(Clone)]
pub struct KeyConfig {
    /// The bearer token.
    pub key: String,
    /// What it may do.
    pub scopes: Scopes,
}

/// What the sandbox starts with.
#[derive(Clone)]
pub struct Config {
    /// The port on 127.0.0.1; 0 picks a free one.
    pub port: u16,
    /// The SQLite file; in memory without one.
    pub db: Option<PathBuf>,
    /// How many leads to seed into an empty database.
    pub leads: u32,
    /// The keys; `knk_sandbox` with all scopes if none is given.
    pub keys: Vec<KeyConfig>,
    /// What can be changed later by a knob.
    pub settings: Settings,
    /// The one origin that browsers may call from.
    pub cors: Option<String>,
    /// Seeds the faults' random generator.
    pub seed: Option<u64>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 8787,
            db: None,
            leads: 0,
            keys: vec![KeyConfig { key: "knk_sandbox".into(), scopes: Scopes::ALL }],
            settings: Settings::default(),
            cors: None,
            seed: None,
        }
    }
}

impl Config {
    /// Reads the flags; `None` when help was asked for.
    ///
    /// # Errors
    /// A sentence about the flag that cannot be read.
    pub fn from_args(args: impl IntoIterator<Item = OsString>) -> Result<Option<Self>, String> {
        Self::parse(lexopt::Parser::from_iter(args)).map_err(|error| error.to_string())
    }

    fn parse(mut flags: lexopt::Parser) -> Result<Option<Self>, lexopt::Error> {
        let mut config = Self::default();
        let mut keys = Vec::new();
        while let Some(flag) = flags.next()? {
            match flag {
                Long("port") => config.port = flags.value()?.parse()?,
                Long("db") => config.db = Some(flags.value()?.into()),
                Long("leads") => config.leads = flags.value()?.parse()?,
                Long("plan") => config.settings.plan = flags.value()?.parse()?,
                Long("key") => keys.push(flags.value()?.parse_with(key)?),
                Long("return-external-ref") => config.settings.return_external_ref = true,
                Long("unique-codes") => config.settings.unique_codes = true,
                Long("exact-code-search") => config.settings.exact_code_search = true,
                Long("leads-per-day") => config.settings.leads_per_day = Some(flags.value()?.parse()?),
                Long("cors") => config.cors = Some(flags.value()?.string()?),
                Long("seed") => config.seed = Some(flags.value()?.parse()?),
                Short('h') | Long("help") => return Ok(None),
                other => return Err(other.unexpected()),
            }
        }
        if !keys.is_empty() {
            config.keys = keys;
        }
        Ok(Some(config))
    }
}

fn key(text: &str) -> Result<KeyConfig, String> {
    let (key, scopes) = match text.split_once(':') {
        Some((key, list)) => (key, list.parse()?),
        None => (text, Scopes::ALL),
    };
    if key.is_empty() {
        return Err("the key is empty".into());
    }
    Ok(KeyConfig { key: key.to_owned(), scopes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate_limit::Plan;
    use crate::scope::Scope;

    fn parsed(args: &[&str]) -> Result<Config, String> {
        let args = std::iter::once("sandbox").chain(args.iter().copied()).map(OsString::from);
        Config::from_args(args).map(|config| config.expect("no help was asked for"))
    }

    #[test]
    fn without_flags_there_is_one_key_with_all_scopes_on_the_pro_plan() {
        let config = parsed(&[]).expect("defaults");
        assert_eq!(config.keys.len(), 1);
        assert_eq!(config.keys[0].key, "knk_sandbox");
        assert_eq!(config.keys[0].scopes, Scopes::ALL);
        assert_eq!(config.settings.plan, Plan::Pro);
    }

    #[test]
    fn keys_given_replace_the_default_and_carry_their_scopes() {
        let config = parsed(&["--key", "a:agent.leads.read", "--key", "b"]).expect("two keys");
        assert_eq!(config.keys.iter().map(|key| key.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert!(config.keys[0].scopes.has(Scope::LeadsRead) && !config.keys[0].scopes.has(Scope::LeadsWrite));
        assert!(config.keys[1].scopes.has(Scope::LeadsWrite));
    }

    #[test]
    fn a_flag_that_cannot_be_read_is_named() {
        assert!(parsed(&["--plan", "gold"]).is_err_and(|problem| problem.contains("gold")));
        assert!(parsed(&["--key", "a:agent.leads.reed"]).is_err_and(|problem| problem.contains("agent.leads.reed")));
        assert!(parsed(&["--prot", "1"]).is_err_and(|problem| problem.contains("--prot")));
    }
}

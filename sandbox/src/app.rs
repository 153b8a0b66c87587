//! Everything that the parts of a running sandbox share, and how it goes back to its start.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::auth::Keys;
use crate::clock::Clock;
use crate::config::Config;
use crate::faults::Faults;
use crate::rate_limit::Window;
use crate::request_log::RequestLog;
use crate::seed::seed;
use crate::settings::Settings;
use crate::store::Store;

/// One running sandbox.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) keys: Keys,
    pub(crate) log: RequestLog,
    window: Mutex<Window>,
    faults: Mutex<Faults>,
    settings: Mutex<Settings>,
    epoch: AtomicU64,
}

impl App {
    pub(crate) fn start(config: Config) -> rusqlite::Result<Self> {
        let store = Store::open(config.db.as_deref())?;
        let clock = Clock::new();
        if config.leads > 0 && store.count()? == 0 {
            seed(&store, config.leads, clock.now())?;
        }
        Ok(Self {
            store,
            clock,
            keys: Keys::new(&config.keys),
            log: RequestLog::new(),
            window: Mutex::default(),
            faults: Mutex::new(Faults::new(config.seed)),
            settings: Mutex::new(config.settings.clone()),
            epoch: AtomicU64::new(0),
            config,
        })
    }

    /// The state of the start, with so many seeded leads. What was still to be committed no longer is.
    pub(crate) fn reset(&self, leads: u32) -> rusqlite::Result<()> {
        self.epoch.fetch_add(1, Ordering::SeqCst);
        self.clock.reset();
        self.keys.reset(&self.config.keys);
        *self.window() = Window::default();
        *self.faults() = Faults::new(self.config.seed);
        *self.settings() = self.config.settings.clone();
        self.log.clear();
        self.store.clear()?;
        seed(&self.store, leads, self.clock.now())
    }

    /// Changes with every reset.
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }

    pub(crate) fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn settings(&self) -> MutexGuard<'_, Settings> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// The outbox's clock and alarm. They are passed in, so that tests can let days and years pass; a deployed Worker has the
// platform's and no way to set them.

import type { OutboxStorage, OutboxTime } from "./platform.js";

/** The platform's clock, and the alarm of an object. */
export function platformTime(storage: OutboxStorage): OutboxTime {
  return {
    now: () => Date.now(),
    setAlarm: (at) => storage.setAlarm(at),
    deleteAlarm: () => storage.deleteAlarm(),
  };
}

//! Believable leads for demos and load: Indonesian names and phones, a funnel that thins out, six months of dates, and campaigns,
//! a column that only the seed sets, and conversion events of which most have arrived. The same number always gives the same leads; their dates end at the clock's now.

use serde_json::{Map, Value, json};

use crate::clock::Millis;
use crate::conversion::{Delivery, Outcome, Queue};
use crate::store::{NewLead, Store};

const FIRST: [&str; 24] = [
    "Budi", "Siti", "Andi", "Dewi", "Agus", "Rina", "Joko", "Ayu", "Dian", "Eko", "Fitri", "Gita", "Hendra", "Indah",
    "Kadek", "Lestari", "Made", "Nur", "Putri", "Rizky", "Sri", "Taufik", "Wayan", "Yuni",
];
const LAST: [&str; 20] = [
    "Santoso",
    "Wijaya",
    "Rahayu",
    "Pratama",
    "Kusuma",
    "Hidayat",
    "Nugroho",
    "Siregar",
    "Lubis",
    "Simanjuntak",
    "Saputra",
    "Utami",
    "Permata",
    "Halim",
    "Gunawan",
    "Setiawan",
    "Hartono",
    "Wulandari",
    "Maulana",
    "Anggraini",
];
/// Statuses with how many leads in a hundred have each.
const STATUSES: [(&str, u32); 11] = [
    ("pageview", 10),
    ("new", 26),
    ("contacted", 18),
    ("responded", 10),
    ("qualified", 9),
    ("hot", 4),
    ("proposal", 6),
    ("negotiation", 4),
    ("invoice", 2),
    ("won", 6),
    ("lost", 5),
];
const CAMPAIGNS: [(&str, &str); 6] = [
    ("meta", "Promo Januari"),
    ("meta", "Retarget Keranjang"),
    ("google", "Brand Awareness"),
    ("google", "Search Jakarta"),
    ("tiktok", "Video Ramadan"),
    ("linkedin", "B2B Surabaya"),
];
const TEAM: [&str; 3] = [
    "5f0c8a52-6b1e-4c58-9a3e-0d1f6f5f7a01",
    "a4d2a7c6-3f0b-4e0c-8a57-2b7e9d1c4b02",
    "c91b6d8e-7a44-4f6d-b1a9-6e3d8f2a5c03",
];
const SIX_MONTHS_MS: i64 = 182 * 86_400_000;

/// Stores `count` leads, the oldest first.
pub(crate) fn seed(store: &Store, count: u32, now: Millis) -> rusqlite::Result<()> {
    let mut random = fastrand::Rng::with_seed(0x6b6e_6b74);
    // Apart from the leads' own, so that these stay what they have always been.
    let mut fates = fastrand::Rng::with_seed(0x6361_7069);
    let drafts: Vec<_> = (0..count).map(|index| draft(&mut random, index, count, now)).collect();
    store.create_all(drafts.iter().map(|draft| NewLead {
        id: draft.id.clone(),
        fields: &draft.fields,
        campaign: draft.campaign,
        conversion: conversion(&mut fates, draft, now),
        created_at: draft.created_at,
        updated_at: draft.updated_at,
        visible_at: 0,
    }))
}

struct Draft {
    id: String,
    fields: Map<String, Value>,
    campaign: Option<&'static str>,
    created_at: Millis,
    updated_at: Millis,
}

fn draft(random: &mut fastrand::Rng, index: u32, count: u32, now: Millis) -> Draft {
    let (first, last) = (pick(random, &FIRST), pick(random, &LAST));
    let number = random.u32(10_000_000..99_999_999);
    let status = status(random);
    let campaign = (random.u32(..100) < 60).then(|| pick(random, &CAMPAIGNS));
    let source = match campaign {
        Some(_) => "ads",
        None => pick(random, &["website", "whatsapp", "phone", "email", "referral", "social", "event", "other"]),
    };
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    set("uniqueCode", format!("KNK-{:03}", index + 1).into());
    set("firstName", first.into());
    set("status", status.into());
    set("priority", pick(random, &["low", "medium", "medium", "high", "urgent"]).into());
    set("source", source.into());
    set("phone", format!("+628{}{number}", random.u32(11..=59)).into());
    if random.u32(..100) < 80 {
        set("lastName", last.into());
    }
    if random.u32(..100) < 70 {
        let mailbox = format!("{}.{}{}", first.to_lowercase(), last.to_lowercase(), index + 1);
        set("email", format!("{mailbox}@example.com").into());
    }
    if let Some((platform, _)) = campaign {
        set("adPlatform", platform.into());
    }
    if random.u32(..100) < 50 {
        set("assignedTo", pick(random, &TEAM).into());
    }
    let value = f64::from(random.u32(1..=200)) * 250_000.0;
    if !matches!(status, "pageview" | "new") {
        set("estimatedValue", json!(value));
    }
    if status == "won" {
        set("actualValue", json!(value));
    }
    let age = SIX_MONTHS_MS * i64::from(count - index) / i64::from(count.max(1));
    let created_at = now - age;
    let updated_at = if status == "new" { created_at } else { created_at + random.i64(0..=age.min(14 * 86_400_000)) };
    let id = std::iter::repeat_with(|| random.alphanumeric().to_ascii_lowercase()).take(16).collect::<String>();
    Draft { id: format!("lead_{id}"), fields, campaign: campaign.map(|(_, name)| name), created_at, updated_at }
}

/// Tried within half an hour after the lead's last change; of a hundred four failed, three arrived in part, and three,
/// with those of the last half hour, are still to be tried, within an hour.
fn conversion(random: &mut fastrand::Rng, draft: &Draft, now: Millis) -> Option<Delivery> {
    let (drawn, after_ms) = (random.u32(..100), random.u64(1_000..1_800_000));
    let outcome = match drawn {
        ..4 => Outcome::Failed,
        4..7 => Outcome::Partial,
        _ => Outcome::Synced,
    };
    let queued_at = if drawn >= 97 { now + 1_800_000 } else { draft.updated_at };
    let text = |name: &str| draft.fields.get(name).and_then(Value::as_str);
    let queue = Queue { now: queued_at, after_ms, outcome };
    queue.delivery(text("status").unwrap_or_default(), text("adPlatform"))
}

fn pick<T: Copy>(random: &mut fastrand::Rng, list: &[T]) -> T {
    list[random.usize(..list.len())]
}

fn status(random: &mut fastrand::Rng) -> &'static str {
    let mut drawn = random.u32(..100);
    for (status, weight) in STATUSES {
        if drawn < weight {
            return status;
        }
        drawn -= weight;
    }
    "new"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Dump;

    fn seeded(count: u32) -> Vec<String> {
        let store = Store::open(None).expect("a database");
        seed(&store, count, 1_800_000_000_000).expect("a seed");
        let (leads, total) = store.dump(Dump::default()).expect("a dump");
        assert_eq!(total, count);
        leads.iter().map(|lead| serde_json::to_string(&lead.view(|_| true)).expect("JSON")).collect()
    }

    #[test]
    fn the_same_number_gives_the_same_leads() {
        let leads = seeded(300);
        assert_eq!(leads, seeded(300));
        for (status, _) in STATUSES {
            assert!(leads.iter().any(|lead| lead.contains(&format!(r#""status":"{status}""#))), "no {status}");
        }
    }

    #[test]
    fn the_weights_of_the_statuses_are_of_a_hundred() {
        assert_eq!(STATUSES.iter().map(|(_, weight)| weight).sum::<u32>(), 100);
    }
}

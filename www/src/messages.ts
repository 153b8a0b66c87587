// Every sentence that a visitor may read after touching the form, in both languages. Which one is due is decided elsewhere.

import type { Language } from "./fields";

/** The sentences of one language. */
export interface Messages {
  required(label: string): string;
  tooLong(limit: number): string;
  readonly email: string;
  readonly phone: string;
  /** A field that the edge refused for a reason we cannot know here. */
  readonly refused: string;
  /** Some fields need another look. */
  readonly review: string;
  readonly sending: string;
  readonly retry: string;
  /** No receipt came: the submission may or may not have arrived. */
  readonly unknown: string;
  /** The edge said that it did not keep the submission. */
  readonly notKept: string;
  readonly tooMany: string;
  readonly received: string;
  readonly code: string;
  /** The link to a chat after the receipt. */
  readonly chat: string;
  /** The link to another page after the receipt. */
  readonly onwards: string;
}

/** The sentences by language. */
export const MESSAGES: Readonly<Record<Language, Messages>> = {
  id: {
    required: (label) => `${label} wajib diisi.`,
    tooLong: (limit) => `Terlalu panjang: paling banyak ${limit} karakter.`,
    email: "Tulis alamat email yang lengkap, misalnya nama@contoh.com.",
    phone: "Tulis nomor telepon yang benar, misalnya 0812 3456 7890.",
    refused: "Isian ini tidak dapat diterima. Mohon periksa kembali.",
    review: "Belum terkirim. Mohon periksa isian yang ditandai.",
    sending: "Mengirim…",
    retry: "Coba lagi",
    unknown:
      "Kami belum menerima konfirmasi. Periksa koneksi Anda, lalu coba lagi; data Anda tidak akan tercatat dua kali.",
    notKept: "Belum terkirim karena gangguan di pihak kami. Silakan coba lagi.",
    tooMany: "Belum terkirim: terlalu banyak kiriman saat ini. Tunggu sebentar, lalu coba lagi.",
    received: "Terima kasih, data Anda sudah kami terima.",
    code: "Kode Anda:",
    chat: "Lanjut ke WhatsApp",
    onwards: "Lanjutkan",
  },
  en: {
    required: (label) => `${label} is required.`,
    tooLong: (limit) => `Too long: at most ${limit} characters.`,
    email: "Enter a complete email address, such as name@example.com.",
    phone: "Enter a valid phone number, such as 0812 3456 7890.",
    refused: "This cannot be accepted. Please check it.",
    review: "Not sent yet. Please check the marked fields.",
    sending: "Sending…",
    retry: "Try again",
    unknown:
      "We have no confirmation yet. Check your connection and try again; your details will not be recorded twice.",
    notKept: "Not sent because of a problem on our side. Please try again.",
    tooMany: "Not sent: too many submissions right now. Wait a moment, then try again.",
    received: "Thank you, we have received your details.",
    code: "Your code:",
    chat: "Continue on WhatsApp",
    onwards: "Continue",
  },
};

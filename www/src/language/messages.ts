// Every sentence that a visitor may read after touching the form, in Indonesian. Which one is due is decided elsewhere; English is
// a file of its own, fetched by the forms that speak it.

import type { Messages } from "../public.js";

/** The sentences in Indonesian. */
export const INDONESIAN: Messages = {
  required: "{label} wajib diisi.",
  tick: "Centang kotak ini untuk melanjutkan.",
  choose: "Pilih salah satu.",
  tooLong: "Terlalu panjang: paling banyak {limit} karakter.",
  email: "Tulis alamat email yang lengkap, misalnya nama@contoh.com.",
  phoneEmpty: "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890.",
  phoneLetters: "Ada huruf di nomor ini. Tulis angka saja, misalnya 0 dan bukan O.",
  phoneSeveral: "Tulis satu nomor telepon saja.",
  phoneCharacters: "Ada tanda yang asing bagi nomor telepon. Tulis angka saja.",
  phoneCountry: "Awali nomor dengan 0, atau dengan + dan kode negara.",
  phoneBeginning: "Tidak ada nomor yang berawal begini. Periksa angka pertamanya.",
  phoneShort: "Nomor ini terlalu pendek.",
  phoneLong: "Nomor ini terlalu panjang.",
  refused: "Isian ini tidak dapat diterima. Mohon periksa kembali.",
  review: "Belum terkirim. Mohon periksa isian yang ditandai.",
  sending: "Mengirim…",
  retry: "Coba lagi",
  unknown:
    "Kami belum menerima konfirmasi. Periksa koneksi Anda, lalu coba lagi; data Anda tidak akan tercatat dua kali.",
  notKept: "Belum terkirim karena gangguan di pihak kami. Silakan coba lagi.",
  tooMany: "Belum terkirim: terlalu banyak kiriman saat ini. Tunggu sebentar, lalu coba lagi.",
  kept: "Belum terkirim. Data Anda tersimpan di perangkat ini dan kami kirim otomatis begitu tersambung.",
  sentLater: "Kiriman Anda yang tertunda sudah kami terima.",
  received: "Terima kasih, data Anda sudah kami terima.",
  code: "Kode Anda:",
  redirect: "Lanjutkan",
  whatsapp: "Lanjut ke WhatsApp",
};

/** A sentence with the one thing in it that is known only now. */
export function fill(sentence: string, value: string | number): string {
  return sentence.replace(/\{(label|limit)\}/, () => String(value));
}

// A lead form as React developers write it: the same fields, rules and words as ours, posted as JSON, with the code of the receipt.

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";
import * as z from "zod";
import "./react.css";

const optional = (schema) => z.union([z.literal(""), schema]).optional();

const lead = z.object({
  firstName: z.string().trim().min(1, "Nama wajib diisi.").max(100, "Terlalu panjang: paling banyak 100 karakter."),
  phone: z
    .string()
    .trim()
    .min(1, "Nomor WhatsApp wajib diisi.")
    .regex(/^\+?[\d ().-]{8,20}$/, "Tulis nomor telepon yang benar, misalnya 0812-3456-7890."),
  email: optional(z.email("Tulis alamat email yang lengkap, misalnya nama@contoh.com.")),
  message: optional(z.string().max(3400, "Terlalu panjang: paling banyak 3400 karakter.")),
});

const FIELDS = [
  { name: "firstName", label: "Nama", type: "text", autoComplete: "name" },
  { name: "phone", label: "Nomor WhatsApp", type: "tel", autoComplete: "tel" },
  { name: "email", label: "Email (opsional)", type: "email", autoComplete: "email" },
  { name: "message", label: "Pesan (opsional)" },
];

function LeadForm({ action }) {
  const [code, setCode] = useState("");
  const { register, handleSubmit, setError, formState } = useForm({ resolver: zodResolver(lead), mode: "onTouched" });
  const { errors, isSubmitting } = formState;

  async function send(fields) {
    try {
      const response = await fetch(action, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ fields }),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      setCode((await response.json()).data.uniqueCode);
    } catch {
      setError("root", { message: "Belum terkirim. Mohon coba lagi." });
    }
  }

  if (code) {
    return (
      <p role="status">
        Terima kasih, data Anda sudah kami terima. Kode Anda: <strong data-code>{code}</strong>
      </p>
    );
  }
  return (
    <form className="lead-form" noValidate onSubmit={handleSubmit(send)}>
      {FIELDS.map(({ name, label, type, ...rest }) => {
        const control = {
          id: name,
          "aria-invalid": Boolean(errors[name]),
          "aria-describedby": `${name}-error`,
          ...rest,
          ...register(name),
        };
        return (
          <div key={name}>
            <label htmlFor={name}>{label}</label>
            {type ? <input type={type} {...control} /> : <textarea {...control} />}
            <p className="error" id={`${name}-error`} aria-live="polite">
              {errors[name]?.message}
            </p>
          </div>
        );
      })}
      <button type="submit" aria-disabled={isSubmitting}>
        Kirim
      </button>
      <p className="error" role="status">
        {errors.root?.message}
      </p>
    </form>
  );
}

const place = document.getElementById("root");
createRoot(place).render(<LeadForm action={place.dataset.action} />);

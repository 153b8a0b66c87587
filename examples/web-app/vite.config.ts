// `npm run dev`, beside `npm start`: Vite serves the page and hands over to the server what the page asks of it.
export default {
  server: { proxy: { "/api": "http://127.0.0.1:3000", "/sign-in": "http://127.0.0.1:3000" } },
};

import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// While one writes: `BREACHD=http://127.0.0.1:8472 BREACHD_TOKEN=out/demo/tokens/dpo.token npm run dev`. The token is
// added here, so that no browser holds one.
const daemon = process.env.BREACHD ?? 'http://127.0.0.1:8472'
const tokenFile = process.env.BREACHD_TOKEN
const headers = tokenFile ? { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` } : undefined
const toDaemon = { target: daemon, headers }

export default defineConfig({
    plugins: [svelte({ compilerOptions: { runes: true } })],
    server: { port: 8480, strictPort: true, proxy: { '/api': toDaemon, '/a/': toDaemon, '/notices': toDaemon } },
    build: {
        target: 'es2022',
        // The same sources give the same bytes on every machine: nothing of the machine is in a name or a file.
        sourcemap: false,
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        cssCodeSplit: true,
        rollupOptions: { output: { hashCharacters: 'hex' } },
    },
})

import { defineConfig } from '@playwright/test'

export default defineConfig({
    testDir: '.',
    outputDir: process.env.BREACHD_WEB_OUT ?? '../../out/web',
    timeout: 180_000,
    expect: { timeout: 20_000 },
    workers: 2,
    fullyParallel: false,
    retries: 1, // what passes only then is reported as flaky
    reporter: 'list',
    use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 800 },
        locale: 'vi-VN',
        launchOptions: {
            executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
            args: ['--no-sandbox', '--disable-dev-shm-usage'], // containers have little shared memory
        },
        trace: 'off',
    },
})

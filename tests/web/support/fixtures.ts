// One daemon a worker, and one of its own for a file that names its `house`: alerts about one asset join one incident.
// A person is a browser that carries this person's token, or that signed in.
import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, type BrowserContextOptions, expect, type Page, test as base } from '@playwright/test'
import { Daemon, type Name } from './daemon'

type As = (name: Name, options?: BrowserContextOptions & { language?: 'vi' | 'en' }) => Promise<Page>

export const test = base.extend<{ as: As }, { daemon: Daemon; house: string }>({
    house: ['shared', { scope: 'worker', option: true }],
    daemon: [
        async ({ house: _ }, use) => {
            const daemon = await Daemon.start()
            await use(daemon)
            await daemon.stop()
        },
        { scope: 'worker', timeout: 90_000 },
    ],
    as: async ({ browser, daemon }, use) => {
        const contexts: BrowserContext[] = []
        const faults: string[] = []
        await use(async (name, { language = 'vi', ...options } = {}) => {
            const context = await browser.newContext({
                baseURL: daemon.url,
                extraHTTPHeaders: { authorization: `Bearer ${daemon.token(name)}` },
                ...options,
            })
            contexts.push(context)
            await context.addInitScript((wanted) => localStorage.setItem('breachd.language', wanted), language)
            const page = await context.newPage()
            // What the policy refused, and what a script threw, is a fault of every test.
            page.on('pageerror', (error) => faults.push(error.message))
            page.on('console', (message) => {
                if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
                    faults.push(message.text())
            })
            return page
        })
        for (const context of contexts) await context.close()
        expect(faults).toEqual([])
    },
})
export { expect }

/** What axe calls serious or critical; as text, so that a failure says it. */
export async function seriousFindings(page: Page): Promise<string[]> {
    // There are no frames: the mode for one document is several times quicker.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
    const { violations } = await axe.analyze()
    return violations
        .filter((each) => each.impact === 'serious' || each.impact === 'critical')
        .map(
            (each) =>
                `${each.id}: ${each.nodes
                    .slice(0, 3)
                    .map((node) => node.html.slice(0, 160))
                    .join(' | ')}`,
        )
}

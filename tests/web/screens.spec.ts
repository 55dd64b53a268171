// Every screen, in both languages, wide and on a phone, light and dark: it is drawn, fits the width, breaks no rule of
// its policy, and axe finds nothing serious. A picture of each is left in out/web for a person to look at.
import { expect, seriousFindings, test } from './support/fixtures'

const places = [
    '/',
    '/?wall=1',
    '/incidents',
    '/incidents?new=1',
    '/desk',
    '/oncall',
    '/sources',
    '/channels',
    '/systems',
    '/readiness',
    '/retention',
    '/admin',
    '/admin?tab=accounts',
    '/admin?tab=sessions',
    '/admin?tab=configuration',
    '/admin?tab=audit',
]
const tabs = [
    '',
    '/facts',
    '/alerts',
    '/subjects',
    '/notice',
    '/notice?show=preview',
    '/notice?show=before',
    '/run',
    '/public',
    '/report',
    '/tasks',
    '/timeline',
    '/evidence',
]
// Two looks are gone through thoroughly, by axe and with a picture; the others must fit the width and break no rule.
const looks = [
    { name: 'vi-1280-light', language: 'vi', width: 1280, colorScheme: 'light', thorough: true },
    { name: 'en-390-dark', language: 'en', width: 390, colorScheme: 'dark', thorough: true },
    { name: 'en-1280-dark', language: 'en', width: 1280, colorScheme: 'dark', thorough: false },
    { name: 'vi-390-light', language: 'vi', width: 390, colorScheme: 'light', thorough: false },
] as const

test.describe.configure({ mode: 'parallel' })

for (const look of looks) {
    test(`every screen, ${look.name}`, async ({ as, daemon }, info) => {
        test.setTimeout(400_000) // beside a whole build
        const id = await daemon.open(`Data leak ${look.name}`)
        await daemon.facts(id)
        await daemon.call('an', 'POST', `/api/v1/incidents/${id}/acknowledge`, {})
        await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, daemon.people(), 'text/csv')
        const reason = `Theo hồ sơ ${'vuviec_dulieu_'.repeat(5)}`
        await daemon.call('dpo', 'POST', `/api/v1/incidents/${id}/hold`, { reason })
        const options = {
            language: look.language,
            colorScheme: look.colorScheme,
            viewport: { width: look.width, height: 844 },
        }
        const dpo = await as('dpo', options)
        const admin = await as('admin', options)
        const findings: string[] = []
        for (const place of [...places, ...tabs.map((tab) => `/incidents/${id}${tab}`)]) {
            const page = place.startsWith('/admin') ? admin : dpo
            await page.goto(place)
            await page.waitForLoadState('load')
            await expect(page.getByText(look.language === 'vi' ? 'Đang tải…' : 'Loading…')).toHaveCount(0)
            await page.waitForTimeout(150)
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
            if (wide > 0) findings.push(`${place}: ${wide} pixels wider than the window`)
            if (!look.thorough) continue
            for (const each of await seriousFindings(page)) findings.push(`${place}: ${each}`)
            const name =
                place
                    .replace(id, 'incident')
                    .replace(/[^a-z0-9]+/gi, '-')
                    .replace(/^-|-$/g, '') || 'now'
            await page.screenshot({
                path: `${info.project.outputDir}/screens/${look.name}/${name}.png`,
                fullPage: true,
            })
        }
        expect(findings).toEqual([])
    })
}

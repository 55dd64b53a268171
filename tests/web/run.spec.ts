// A run on a telephone: its tables fold, and nothing scrolls sideways.
import { expect, seriousFindings, test } from './support/fixtures'

test('at 390 pixels the channels of a run fold, as the other tables do', async ({ as, daemon }) => {
    const id = await daemon.open('Leak sent on a telephone')
    await daemon.facts(id)
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, daemon.people(4), 'text/csv')
    await daemon.call('dpo', 'POST', `/api/v1/incidents/${id}/notice/release`, {})
    const page = await as('dpo', { viewport: { width: 390, height: 844 } })
    await page.goto(`/incidents/${id}/run`)
    const email = page.getByRole('row').filter({ hasText: 'email' }).first()
    await expect(email).toBeVisible()
    const wide = await page.evaluate(
        () => [...document.querySelectorAll('.scroll, table')].filter((each) => each.scrollWidth > 390).length,
    )
    expect(wide).toBe(0)
    await expect(email.locator('td').nth(4)).toHaveCSS('display', 'block')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.screenshot({ path: '../../out/web/run-390.png', fullPage: true })
})

// Woken at night with a telephone whose browser runs no script.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, seriousFindings, test } from './support/fixtures'

test.use({ house: 'phone' })

test('without JavaScript a page is acknowledged from its link', async ({ browser, daemon }) => {
    const id = await daemon.alert()
    const folder = join(daemon.directory, 'sent/pager', id)
    const link = () => {
        const files = readdirSync(folder, { withFileTypes: true })
        return files
            .map((file) => /http:\/\/\S+\/a\/\S+/.exec(readFileSync(join(folder, file.name), 'utf8'))?.[0])
            .find(Boolean)
    }
    await expect
        .poll(() => {
            try {
                return link() ?? ''
            } catch {
                return ''
            }
        })
        .toContain('/a/')
    const context = await browser.newContext({
        javaScriptEnabled: false,
        viewport: { width: 390, height: 844 },
    })
    const page = await context.newPage()
    await page.goto(link()!)
    await expect(page.getByRole('heading').first()).toBeVisible()
    const before = await daemon.call<{ acknowledged_by: string | null }>('an', 'GET', `/api/v1/incidents/${id}`)
    expect(before.acknowledged_by).toBeNull()
    const wide = await page.locator('html').evaluate((each) => each.scrollWidth)
    expect(wide).toBeLessThanOrEqual(390)
    await page.screenshot({ path: '../../out/web/acknowledge-390.png' })
    await page.getByRole('button', { name: 'Tôi tiếp nhận sự cố này' }).click()
    await expect(page.getByText('Đã tiếp nhận. Cảm ơn bạn.')).toBeVisible()
    const after = await daemon.call<{ acknowledged_by: string | null }>('an', 'GET', `/api/v1/incidents/${id}`)
    expect(after.acknowledged_by).not.toBeNull()
    await context.close()
})

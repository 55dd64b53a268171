// The answer desk, and what is shown before a release; wide and on a phone.
import type { Locator, Page } from '@playwright/test'
import type { Daemon } from './support/daemon'
import { expect, seriousFindings, test } from './support/fixtures'

interface Listed {
    items: { subject: number; code: string; state: string }[]
}
const widths = [1280, 390]

async function fits(page: Page, picture: string): Promise<void> {
    await page.waitForTimeout(150)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.screenshot({
        path: `../../out/web/desk/${picture}.png`,
        fullPage: true,
    })
}

/** An incident whose people are told, and the code of one of them. */
async function told(daemon: Daemon, title: string): Promise<{ id: string; code: string; subject: number }> {
    const id = await daemon.open(title)
    await daemon.facts(id)
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, daemon.people(8), 'text/csv')
    await daemon.call('dpo', 'POST', `/api/v1/incidents/${id}/notice/release`, {})
    const list = () => daemon.call<Listed>('an', 'GET', `/api/v1/incidents/${id}/subjects?state=told`)
    await expect.poll(async () => (await list()).items.length, { timeout: 60_000 }).toBeGreaterThan(0)
    const first = (await list()).items[0]!
    return { id, code: first.code, subject: first.subject }
}

test('7: one caller is found by the code of the letter and the letter sent again in four clicks at most', async ({
    as,
    daemon,
}) => {
    const { id, code, subject } = await told(daemon, 'Leak of errand seven')
    const page = await as('an')
    let clicks = 0
    const on = async (target: Locator) => {
        clicks += 1
        await target.click()
    }
    await page.goto('/')
    await on(page.getByRole('link', { name: 'Người gọi' }))
    await expect(page.getByLabel('Mã trong thư')).toBeFocused()
    await page.keyboard.type(code.toLowerCase())
    await on(page.getByRole('button', { name: 'Tìm', exact: true }))
    await expect(
        page.getByText('đã đến nơi').first(), // as the drill writes files
    ).toBeVisible()
    await on(page.getByRole('button', { name: 'Gửi lại…' }))
    await on(page.getByRole('dialog').getByRole('button', { name: 'Gửi lại' }))
    await expect(page.getByText('gửi lại', { exact: true })).toBeVisible()
    expect(clicks).toBeLessThanOrEqual(4)
    const file = () =>
        daemon.call<{ messages: { again: boolean; state: string }[] }>(
            'an',
            'GET',
            `/api/v1/incidents/${id}/subjects/${subject}/messages`,
        )
    await expect
        .poll(async () => (await file()).messages.filter((each) => each.again).map((e) => e.state))
        .toEqual(['delivered'])
    const incident = await daemon.call<{
        notice_run: { told: number; subjects: number }
    }>('an', 'GET', `/api/v1/incidents/${id}`)
    expect(incident.notice_run.told).toBeLessThanOrEqual(incident.notice_run.subjects)
})

for (const width of widths) {
    test(`the desk shows what was sent and what was said, masked until it is opened, at ${width}`, async ({
        as,
        daemon,
    }) => {
        const { code } = await told(daemon, `Leak for callers at ${width}`)
        const page = await as('dpo', { viewport: { width, height: 844 } })
        await page.goto('/desk')
        await fits(page, `empty-${width}`)
        await page.getByLabel('Mã trong thư').fill('ZZZZ-ZZZZ')
        await page.keyboard.press('Enter')
        await expect(page.getByText('Không có ai mang mã này')).toBeVisible()
        await page.getByLabel('Mã trong thư').fill(code)
        await page.keyboard.press('Enter')
        await expect(page.getByRole('heading', { name: 'Đã gửi gì' })).toBeVisible()
        await expect(page.getByText('@hopthu.test')).toHaveCount(0)
        await page.getByText('Đúng nội dung đã gửi').click()
        await expect(page.locator('article.paper')).toContainText(code)
        await page.getByRole('button', { name: 'Ghi phản hồi…' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Loại phản hồi').selectOption('no_more')
        await dialog.getByLabel('Nội dung').fill('Đừng gửi nữa')
        await dialog.getByRole('button', { name: 'Ghi phản hồi' }).click()
        await expect(page.getByText('Thông báo lộ dữ liệu là nghĩa vụ theo luật')).toBeVisible()
        await expect(page.getByText('Đừng gửi nữa')).toHaveCount(0)
        await page.getByRole('button', { name: 'Xem ai…' }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Mở danh tính' }).click()
        await expect(page.getByText('Đừng gửi nữa')).toBeVisible()
        await expect(page.getByText('@hopthu.test').first()).toBeVisible()
        await fits(page, `person-${width}`)
    })

    test(`before a release: reach, cost, deadline, warnings and letters, at ${width}`, async ({ as, daemon }) => {
        const id = await daemon.open(`Leak before sending at ${width}`)
        await daemon.facts(id)
        await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, daemon.people(40), 'text/csv')
        const page = await as('dpo', { viewport: { width, height: 844 } })
        await page.goto(`/incidents/${id}/notice`)
        await page.getByRole('button', { name: 'Trước khi gửi' }).click()
        await expect(page.getByText('40 người phải báo, 10 người không có kênh nào.')).toBeVisible()
        await expect(page.getByText('Tổng chi phí dự kiến: chưa khai giá')).toBeVisible()
        await expect(page.getByText('chưa khai giá tin').first()).toBeVisible()
        const letters = page.getByRole('region', { name: 'Mười thư như sẽ gửi' }).locator(':scope > details')
        await expect(letters).toHaveCount(10)
        await letters.first().locator('summary').first().click()
        await expect(letters.first().getByText(/phần, \d+ ký tự, UCS-2/)).toBeVisible()
        await expect(letters.first().getByText(/phần, \d+ ký tự, GSM-7/)).toBeVisible()
        await expect(page.getByText('@hopthu.test')).toHaveCount(0)
        await fits(page, `before-${width}`)
        await page.getByRole('button', { name: 'Mở tên và địa chỉ…' }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Mở danh tính' }).click()
        await expect(page.getByText('khach0@hopthu.test').first()).toBeVisible()
        const timeline = await daemon.call<{ items: { kind: string }[] }>(
            'dpo',
            'GET',
            `/api/v1/incidents/${id}/timeline?kind=subject_shown`,
        )
        expect(timeline.items.length).toBeGreaterThan(0)
    })
}

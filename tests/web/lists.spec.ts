// Lists that come in: what their check says is what their import does, and what came of each can be looked up later.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Daemon } from './support/daemon'
import { expect, seriousFindings, test } from './support/fixtures'

const listed = async (daemon: Daemon, id: string): Promise<number> =>
    (await daemon.call<{ subjects: number }>('an', 'GET', `/api/v1/incidents/${id}/subjects/status`)).subjects

/** A list is chosen on the screen of the people. */
async function choose(page: Page, daemon: Daemon, id: string, text: string): Promise<void> {
    const list = join(daemon.directory, `${id}.csv`)
    writeFileSync(list, text)
    await page.goto(`/incidents/${id}/subjects`)
    await page.locator('input[type=file]').setInputFiles(list)
}
async function fits(page: Page, picture: string): Promise<void> {
    await page.waitForTimeout(150)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.screenshot({
        path: `../../out/web/lists/${picture}.png`,
        fullPage: true,
    })
}
const kNotes = 'Mã KH,Họ tên,Email,Ghi chú,Hạng\nKH-1,Người Thử Một,mot@hopthu.test,x,vàng\n'

test('an import asks before it leaves columns out, and leaves nothing when the answer is no', async ({
    as,
    daemon,
}) => {
    const id = await daemon.open('Leak with notes in its list')
    const page = await as('an')
    await choose(page, daemon, id, kNotes)
    await page.getByRole('button', { name: 'Nhập danh sách' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('Các cột này sẽ bị bỏ qua: Ghi chú, Hạng.')
    await fits(page, 'asked-1280')
    await dialog.getByRole('button', { name: 'Thôi' }).click()
    await expect(dialog).toBeHidden()
    expect(await listed(daemon, id)).toBe(0)
    await page.getByRole('button', { name: 'Nhập danh sách' }).click()
    await dialog.getByRole('button', { name: 'Bỏ qua và nhập' }).click()
    await expect(page.getByText('Đã đọc 1 dòng: 1 người mới')).toBeVisible()
    await expect(page.getByText('Cột không dùng: Ghi chú, Hạng')).toBeVisible()
    expect(await listed(daemon, id)).toBe(1)
})

test('a check names the columns that the import then asks about', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with a checked list')
    const page = await as('an', { viewport: { width: 390, height: 844 } })
    await choose(page, daemon, id, kNotes)
    await page.getByRole('button', { name: 'Kiểm tra, chưa nhập' }).click()
    await expect(page.getByText('Các cột này sẽ bị bỏ qua: Ghi chú, Hạng.')).toBeVisible()
    expect(await listed(daemon, id)).toBe(0)
    await page.getByRole('button', { name: 'Nhập danh sách' }).click()
    await expect(page.getByRole('dialog')).toContainText('Các cột này sẽ bị bỏ qua: Ghi chú, Hạng.')
    await fits(page, 'asked-390')
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ qua và nhập' }).click()
    await expect(page.getByText('Đã đọc 1 dòng: 1 người mới')).toBeVisible()
})

test('columns that a person leaves out are asked about, and named ones are imported', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with a column of its own name')
    const page = await as('an')
    await choose(page, daemon, id, kNotes)
    await page.getByText('Cột trong tệp là gì').click()
    await page.getByLabel(/^Mã KH/).selectOption('subject_ref')
    await page.getByLabel(/^Họ tên/).selectOption('name')
    await page.getByLabel(/^Ghi chú/).selectOption('postal_address')
    await page.getByRole('button', { name: 'Nhập danh sách' }).click()
    await expect(page.getByRole('dialog')).toContainText('Các cột này sẽ bị bỏ qua: Hạng.')
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ qua và nhập' }).click()
    await expect(page.getByText('Đã đọc 1 dòng: 1 người mới')).toBeVisible()
    await expect(page.getByText('Cột không dùng: Hạng')).toBeVisible()
})

test('check and import refuse a list for the same faults', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with a list without references')
    const page = await as('an')
    await choose(page, daemon, id, 'Họ tên,Email,Ghi chú\nNgười Thử Một,mot@hopthu.test,x\n')
    const faults = async (button: string): Promise<string> => {
        const answer = page.waitForResponse(
            (response) => response.request().method() === 'POST' && response.url().includes('ignore_columns'),
        )
        await page.getByRole('button', { name: button }).click()
        await answer
        await expect(page.getByRole('alert')).toBeVisible()
        return (await page.getByRole('alert').textContent()) ?? ''
    }
    const checked = await faults('Kiểm tra, chưa nhập')
    expect(await faults('Nhập danh sách')).toBe(checked)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(await listed(daemon, id)).toBe(0)
})

test('a list without unknown columns comes in at one press', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with a plain list')
    const page = await as('an')
    await choose(page, daemon, id, daemon.people())
    await page.getByRole('button', { name: 'Nhập danh sách' }).click()
    await expect(page.getByText('Đã đọc 8 dòng: 8 người mới')).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
})

for (const width of [1280, 390]) {
    test(`the lists that came in are listed, each with what could not be used, at ${width}`, async ({ as, daemon }) => {
        const id = await daemon.open(`Leak with two lists at ${width}`)
        const page = await as('an', { viewport: { width, height: 844 } })
        await page.goto(`/incidents/${id}/subjects`)
        await expect(page.getByText('Chưa có ai trong danh sách.')).toBeVisible()
        const card = page.getByRole('region', { name: 'Danh sách đã nhập' })
        await expect(card).toHaveCount(0)
        const lists = [
            'subject_ref,name,phone\nKH-1,Người Thử Một,0900000001\nKH-2,Người Thử Hai,9.12E+08\n',
            'subject_ref,name,phone\nKH-2,Người Thử Hai,0900000002\nKH-3,Người Thử Ba,0900000003\n',
        ]
        for (const list of lists) await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, list, 'text/csv')
        const rows = card.getByRole('row').filter({ hasText: 'Nguyễn An' })
        await expect(rows).toHaveCount(2)
        await fits(page, `imports-${width}`)
        const button = card.getByRole('button', {
            name: 'Tải các giá trị không dùng được (CSV)',
        })
        await expect(button).toHaveCount(1) // of the first list
        const saved = page.waitForEvent('download')
        await button.click()
        expect(readFileSync(await (await saved).path(), 'utf8')).toContain('phone')
        const viewer = await as('viewer')
        await viewer.goto(`/incidents/${id}/subjects`)
        await expect(viewer.getByText('Từng người')).toBeVisible()
        await expect(viewer.getByRole('button', { name: /không dùng được/ })).toHaveCount(0)
    })
}

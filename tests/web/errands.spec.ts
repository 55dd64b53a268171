// The errands of the people who sit here, and the most clicks that each may take from the first screen, signed in.
// Typing into a field that has the focus is no click; putting the focus there is one.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './support/fixtures'

class Clicks {
    count = 0
    async on(target: Locator): Promise<void> {
        this.count += 1
        await target.click()
    }
    async type(target: Locator, text: string): Promise<void> {
        this.count += 1
        await target.fill(text)
    }
}
const card = (page: Page, id: string) => page.getByRole('article').filter({ hasText: id })

test('1: an incident is taken over in two clicks at most', async ({ as, daemon }) => {
    const id = await daemon.open('Leak of errand one')
    const page = await as('an')
    const clicks = new Clicks()
    await page.goto('/')
    await clicks.on(card(page, id).getByRole('button', { name: 'Nhận việc' }))
    await expect(card(page, id).getByText('an phụ trách')).toBeVisible()
    expect(clicks.count).toBeLessThanOrEqual(2)
})

test('2: which data leaked and how many people is said in five clicks at most', async ({ as, daemon }) => {
    const id = await daemon.open('Errand two', null)
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/acknowledge`, {})
    const page = await as('an')
    const clicks = new Clicks()
    await page.goto('/')
    await clicks.on(card(page, id).getByRole('link', { name: 'Ghi loại dữ liệu' }))
    clicks.count += 1
    await page.getByLabel('Loại dữ liệu và số lượng').selectOption('health')
    await clicks.type(page.getByLabel(/sức khỏe: Số người/), '120')
    await page.keyboard.press('Tab')
    await expect
        .poll(async () => (await daemon.call<{ kinds: unknown[] }>('an', 'GET', `/api/v1/incidents/${id}`)).kinds)
        .toEqual([{ kind: 'health', records: 0, subjects: 120 }])
    expect(clicks.count).toBeLessThanOrEqual(5)
})

test('a list as an office has it comes in: UTF-16, semicolons, Vietnamese titles, damaged telephones', async ({
    as,
    daemon,
}) => {
    const id = await daemon.open('Leak with an office list')
    const list = join(daemon.directory, 'danh-sach.csv')
    const text = [
        'Mã khách hàng;Họ và tên;Điện thoại;Ghi chú',
        'KH-1;Người Thử Một;912000001;x',
        'KH-2;Người Thử Hai;9.12E+08;y',
    ].join('\r\n')
    writeFileSync(list, Buffer.from('\ufeff' + text, 'utf16le'))
    const page = await as('an')
    await page.goto(`/incidents/${id}/subjects`)
    await page.locator('input[type=file]').setInputFiles(list)
    await page.getByRole('button', { name: 'Kiểm tra, chưa nhập' }).click()
    await expect(page.getByText('Đã kiểm tra, chưa nhập gì.')).toBeVisible()
    await expect(page.getByText('Các cột này sẽ bị bỏ qua: Ghi chú.')).toBeVisible()
    await page.getByRole('button', { name: 'Nhập danh sách' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ qua và nhập' }).click()
    await expect(page.getByText('Đã đọc 2 dòng: 2 người mới')).toBeVisible()
    await expect(page.getByText('Cột không dùng: Ghi chú')).toBeVisible()
    await expect(page.getByText('Đã sửa (1)')).toBeVisible()
    await expect(page.getByText('Không dùng được (1)')).toBeVisible()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Tải tất cả (CSV)' }).click()
    expect(readFileSync(await (await saved).path(), 'utf8')).toContain('3')
})

test('of a workbook with several sheets the screen says which was read and which were not', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with a workbook')
    const list = join(daemon.directory, 'danh-sach.xlsx')
    execFileSync('python3', ['support/workbook.py', list])
    const page = await as('an')
    await page.goto(`/incidents/${id}/subjects`)
    await page.locator('input[type=file]').setInputFiles(list)
    await page.getByRole('button', { name: 'Nhập danh sách' }).click()
    await expect(page.getByText('Đã đọc 2 dòng: 2 người mới')).toBeVisible()
    await expect(page.getByText('Trang tính đã đọc: Khách hàng')).toBeVisible()
    await expect(page.getByText('Trang tính không đọc: Ghi chú')).toBeVisible()
})

test('4: what the notice lacks is seen and completed in five clicks at most', async ({ as, daemon }) => {
    const id = await daemon.open('Leak of errand four')
    await daemon.facts(id)
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/acknowledge`, {})
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/confirm`, {})
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, daemon.people(), 'text/csv')
    await daemon.call('an', 'PATCH', `/api/v1/incidents/${id}`, { guidance: null }, 'application/merge-patch+json')
    const page = await as('an')
    const clicks = new Clicks()
    await page.goto('/')
    await clicks.on(card(page, id).getByRole('link', { name: 'Mở thông báo' }))
    await expect(page.getByText(/còn thiếu/).first()).toBeVisible()
    await clicks.on(page.getByRole('link', { name: /^Điền/ }).first())
    await clicks.type(page.getByLabel('Hướng dẫn cho chủ thể dữ liệu'), 'Cảnh giác với cuộc gọi lạ.')
    await page.keyboard.press('Tab')
    await expect(page.getByText('Đã lưu').first()).toBeVisible()
    await clicks.on(page.getByRole('link', { name: 'Thông báo', exact: true }))
    await expect(page.getByText('Đủ các nội dung luật đòi hỏi.')).toBeVisible()
    expect(clicks.count).toBeLessThanOrEqual(5)
})

test('5 and 6: the second person releases in three clicks at most, and a run is stopped in two', async ({
    as,
    daemon,
}) => {
    const id = await daemon.open('Leak of errand five')
    await daemon.facts(id)
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/acknowledge`, {})
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/confirm`, {})
    const many = daemon.people(40_000) // minutes of sending: it still runs when it is stopped
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, many, 'text/csv')
    const page = await as('dpo')
    const clicks = new Clicks()
    await page.goto('/')
    await clicks.on(card(page, id).getByRole('link', { name: 'Mở thông báo' }))
    await clicks.on(page.getByRole('button', { name: 'Phát hành và gửi' }))
    await clicks.on(page.getByRole('dialog').getByRole('button', { name: 'Phát hành và gửi' }))
    await expect(page.getByText('Đã phát hành bản 1')).toBeVisible()
    expect(clicks.count).toBeLessThanOrEqual(3)

    const stop = new Clicks()
    await page.goto('/')
    await stop.on(page.getByRole('button', { name: new RegExp(`Dừng gửi ${id}`) }))
    await stop.on(page.getByRole('dialog').getByRole('button', { name: /Dừng gửi/ }))
    await expect(page.getByText('tạm dừng').first()).toBeVisible()
    expect(stop.count).toBeLessThanOrEqual(2)
})

test('a refused text is not released; the person who refused it sees it in words, and may approve after all', async ({
    as,
    daemon,
}) => {
    const id = await daemon.open('Leak with a refused text')
    await daemon.facts(id)
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, daemon.people(10), 'text/csv')
    const author = await as('an')
    await author.goto(`/incidents/${id}/notice`)
    await author.getByRole('button', { name: 'Đề nghị duyệt' }).click()
    await author
        .getByRole('dialog')
        .getByLabel(/Cần đọc kỹ/)
        .fill('Đoạn hướng dẫn')
    await author.getByRole('dialog').getByRole('button', { name: 'Đề nghị duyệt' }).click()
    await expect(author.getByText(/đề nghị duyệt lúc/)).toBeVisible()

    const page = await as('dpo')
    await page.goto(`/incidents/${id}/notice`)
    await expect(page.getByText('Đoạn hướng dẫn')).toBeVisible()
    await page.getByRole('button', { name: 'Không duyệt' }).click()
    await page.getByRole('dialog').getByLabel(/Lý do/).fill('Thiếu số đường dây nóng')
    await page.getByRole('dialog').getByRole('button', { name: 'Không duyệt' }).click()
    await expect(page.getByText(/không duyệt lúc .*: Thiếu số đường dây nóng/)).toBeVisible()
    await page.getByRole('button', { name: 'Phát hành và gửi' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Phát hành và gửi' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('không duyệt đúng nội dung này')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Duyệt văn bản này' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Duyệt văn bản này' }).click()
    await expect(page.getByText(/không duyệt lúc/)).toBeHidden()

    await page.getByRole('button', { name: 'Gửi thử cho tôi' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Gửi thử cho tôi' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Tin thử đã tới nơi' })).toBeVisible()
})

test('8: the report is filed with receipt and scan in five clicks at most', async ({ as, daemon }) => {
    const id = await daemon.open('Leak of errand eight')
    const page = await as('dpo')
    const scan = join(daemon.directory, 'errand.pdf')
    writeFileSync(scan, '%PDF-1.4\n%%EOF\n')
    const clicks = new Clicks()
    await page.goto('/')
    await clicks.on(page.getByRole('complementary').getByRole('link', { name: id }).last())
    await clicks.type(page.getByLabel('Số biên nhận'), 'BN-08')
    clicks.count += 1
    await page.getByLabel('Bản đã ký').setInputFiles(scan)
    await clicks.on(page.getByRole('button', { name: 'Ghi đã nộp' }))
    await expect(page.getByText('BN-08')).toBeVisible()
    expect(clicks.count).toBeLessThanOrEqual(5)
})

test('9: the sheet for the director is printed in two clicks, on A4', async ({ as, daemon }, info) => {
    const id = await daemon.open('Leak of errand nine')
    const page = await as('dpo')
    const clicks = new Clicks()
    await page.goto('/')
    await clicks.on(card(page, id).getByRole('link', { name: new RegExp(id) }))
    await page.evaluate(() => (window.print = () => document.body.setAttribute('data-printed', '')))
    await clicks.on(page.getByRole('button', { name: 'In tờ sự cố' }))
    await expect(page.locator('body[data-printed]')).toBeAttached()
    expect(clicks.count).toBeLessThanOrEqual(2)
    const sheet = join(info.outputDir, 'sheet.pdf')
    await page.pdf({ path: sheet, format: 'A4' })
    expect(readFileSync(sheet).length).toBeGreaterThan(10_000)
})

test('10: the inspector gets the verified file in three clicks', async ({ as, daemon }, info) => {
    const id = await daemon.open('Leak of errand ten')
    const page = await as('auditor')
    const clicks = new Clicks()
    await page.goto('/')
    await clicks.on(card(page, id).getByRole('link', { name: new RegExp(id) }))
    await clicks.on(page.getByRole('link', { name: 'Chứng cứ' }))
    const download = page.waitForEvent('download')
    await clicks.on(page.getByRole('button', { name: 'Xuất gói' }))
    const bundle = join(info.outputDir, 'bundle.zip')
    await (await download).saveAs(bundle)
    expect(clicks.count).toBeLessThanOrEqual(3)
    daemon.ctl('auditor', 'evidence', 'verify', bundle)
})

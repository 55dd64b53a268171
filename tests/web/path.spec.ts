// From the alert to the closed file, by clicks only, with two people.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/fixtures'

test.use({ house: 'path' })

test('two people bring an alert to the closed file by clicks alone', async ({ as, daemon }, info) => {
    test.setTimeout(400_000)
    const id = await daemon.alert()
    const an = await as('an')
    const dpo = await as('dpo')
    const answer = async (page: typeof an, button: string, words: Record<string, string> = {}) => {
        const dialog = page.getByRole('dialog')
        for (const [label, text] of Object.entries(words)) await dialog.getByLabel(label).fill(text)
        await dialog.getByRole('button', { name: button }).click()
        await expect(dialog).toBeHidden()
    }

    await test.step('take over, from the duty screen', async () => {
        await an.goto('/')
        const card = an.getByRole('article').filter({ hasText: id })
        await card.getByRole('button', { name: 'Nhận việc' }).click()
        await expect(card.getByText(/phụ trách/)).toBeVisible()
        await card.getByRole('link', { name: new RegExp(id) }).click()
    })

    await test.step('confirm the breach', async () => {
        await an.getByRole('button', { name: 'Xác nhận vi phạm' }).click()
        await answer(an, 'Xác nhận vi phạm')
        await expect(an.locator('[aria-current=step]')).toHaveText(/Đã xác nhận/)
    })

    await test.step('the facts save by themselves', async () => {
        await an.getByRole('link', { name: 'Dữ kiện' }).first().click()
        const facts: [string, string][] = [
            ['Địa điểm', 'Trung tâm dữ liệu Ví Dụ, Hà Nội'],
            ['Mô tả', 'Bảng vị trí bị sao chép ra ngoài.'],
            ['Hình thức phát hiện', 'Cảnh báo của hệ thống giám sát an ninh.'],
            ['Tổ chức, cá nhân liên quan', 'Công ty Cổ phần Ví Dụ (bên kiểm soát dữ liệu)'],
            ['Hậu quả', 'Có thể bị theo dõi.'],
            ['Mức độ nghiêm trọng và rủi ro', 'Mức độ cao.'],
            ['Biện pháp đã, đang và sẽ áp dụng', 'Đã khóa tài khoản.'],
            ['Hướng dẫn cho chủ thể dữ liệu', 'Cảnh giác với cuộc gọi lạ.'],
        ]
        for (const [label, text] of facts) {
            await an.getByLabel(label, { exact: true }).fill(text)
            await an.getByLabel(label, { exact: true }).blur()
        }
        const people = an.getByLabel(/vị trí.*: Số người/i)
        await people.fill('8')
        await people.blur()
        await answer(an, 'Lưu', { 'Lý do': 'Đếm lại theo nhật ký truy cập' }) // fewer people than the asset holds
        await expect
            .poll(
                async () => (await daemon.call<{ guidance: string }>('an', 'GET', `/api/v1/incidents/${id}`)).guidance,
            )
            .toBe('Cảnh giác với cuộc gọi lạ.')
        await expect(an.getByText('Đã lưu').first()).toBeVisible()
    })

    await test.step('the list of people, dropped as a file', async () => {
        await an.getByRole('link', { name: 'Chủ thể' }).click()
        const list = join(daemon.directory, 'people.csv')
        writeFileSync(list, daemon.people())
        await an.locator('input[type=file]').setInputFiles(list)
        await an.getByRole('button', { name: 'Nhập danh sách' }).click()
        await expect(an.getByText('Đã đọc 8 dòng: 8 người mới')).toBeVisible()
        await expect(an.getByText('Không có kênh nào').first()).toBeVisible()
    })

    await test.step('the second person releases the notice', async () => {
        await dpo.goto(`/incidents/${id}/notice`)
        await expect(dpo.getByText('Đủ các nội dung luật đòi hỏi.')).toBeVisible()
        await dpo.getByRole('button', { name: 'Phát hành và gửi' }).click()
        await answer(dpo, 'Phát hành và gửi')
        await dpo.getByRole('link', { name: 'Gửi', exact: true }).first().click()
        await expect(dpo.getByText('Đã báo').first()).toBeVisible()
        await expect(dpo.getByText(/Đã báo [56]\/8/).first()).toBeVisible({
            timeout: 30_000,
        })
    })

    await test.step('two people cannot be reached: the page went up by the rule, and is renewed', async () => {
        await dpo.goto(`/incidents/${id}/public`)
        await expect(dpo.getByRole('heading', { name: 'Đã đăng', exact: true })).toBeVisible({ timeout: 20_000 })
        await expect(dpo.getByRole('heading', { name: 'Thông báo về sự cố dữ liệu cá nhân' })).toBeVisible()
        await dpo.getByRole('button', { name: 'Đăng ngay' }).click()
        await answer(dpo, 'Đăng ngay', { 'Lý do': 'Bổ sung biện pháp' })
    })

    await test.step('the report is filed with its receipt and scan', async () => {
        await dpo.goto(`/incidents/${id}/report`)
        await dpo.getByLabel('Số biên nhận').fill('BN-2026-0001')
        const scan = join(daemon.directory, 'scan.pdf')
        writeFileSync(scan, '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
        await dpo.getByLabel('Bản đã ký').setInputFiles(scan)
        await dpo.getByRole('button', { name: 'Ghi đã nộp' }).click()
        await expect(dpo.getByText('BN-2026-0001')).toBeVisible()
        await an.goto(`/incidents/${id}/report`)
        await an.getByRole('button', { name: 'Tôi đã xem lại' }).first().click()
        await expect(an.getByText(/đã xem lại/).first()).toBeVisible()
    })

    await test.step('the remedy, and the file is closed', async () => {
        await dpo.goto(`/incidents/${id}`)
        await dpo.getByRole('button', { name: 'Ghi đã khắc phục' }).click()
        await answer(dpo, 'Ghi đã khắc phục', {
            'Đã làm gì để khắc phục': 'Đã vá và đổi khóa.',
        })
        await dpo.getByRole('button', { name: 'Đóng hồ sơ' }).click()
        await answer(dpo, 'Đóng hồ sơ', {
            'Ghi chú': 'Những người còn lại đã có thông báo công khai.',
        })
        await expect(dpo.locator('[aria-current=step]')).toHaveText(/Đã đóng/)
    })

    await test.step('the proof is exported', async () => {
        await dpo.goto(`/incidents/${id}/evidence`)
        const download = dpo.waitForEvent('download')
        await dpo.getByRole('button', { name: 'Xuất gói' }).click()
        const bundle = join(info.outputDir, 'bundle.zip')
        await (await download).saveAs(bundle)
        expect(daemon.ctl('dpo', 'evidence', 'verify', bundle)).toBeTruthy()
        await dpo.getByRole('button', { name: 'Kiểm tra mã băm' }).click()
        await expect(dpo.getByText('✓ khớp').first()).toBeVisible()
    })
})

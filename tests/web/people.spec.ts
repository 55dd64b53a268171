// The people of an incident: who they are as far as one may see, which of them, put right, listed twice, exported.
import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import type { Daemon } from './support/daemon'
import { expect, seriousFindings, test } from './support/fixtures'

interface Listed {
    items: {
        subject: number
        code: string
        subject_ref: string
        state: string
    }[]
}
interface Timeline {
    items: { kind: string }[]
}
const kTitles = 'subject_ref,name,email,phone,postal_address,language,kinds'

async function listed(daemon: Daemon, title: string, rows: string[], released = false): Promise<string> {
    const id = await daemon.open(title)
    await daemon.facts(id)
    const list = [kTitles, ...rows].join('\n') + '\n'
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects`, list, 'text/csv')
    if (released) await daemon.call('dpo', 'POST', `/api/v1/incidents/${id}/notice/release`, {})
    return id
}
const kFour = [
    'KH-0001,Nguyễn Thị Lan,lan@hopthu.test,0900000001,,vi,',
    'KH-0002,Trần Văn Minh,minh@hopthu.test;minh2@hopthu.test,0900000002,,vi,',
    'KH-0003,Lê Thị Hoa,,,,vi,',
    'KH-0004,Phạm Văn Nam,nam@hopthu.test,,,vi,',
]
const people = (daemon: Daemon, id: string) => daemon.call<Listed>('an', 'GET', `/api/v1/incidents/${id}/subjects`)
const row = (page: Page, ref: string): Locator => page.getByRole('row').filter({ hasText: ref })
const shown = async (daemon: Daemon, id: string): Promise<number> =>
    (await daemon.call<Timeline>('dpo', 'GET', `/api/v1/incidents/${id}/timeline?kind=subject_shown`)).items.length

async function fits(page: Page, picture: string): Promise<void> {
    await page.waitForTimeout(150)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.screenshot({
        path: `../../out/web/people/${picture}.png`,
        fullPage: true,
    })
}

for (const width of [1280, 390]) {
    test(`each person has code, reference, masked name, channel and cause, at ${width}`, async ({ as, daemon }) => {
        const id = await listed(daemon, `Leak with a table at ${width}`, kFour, true)
        const page = await as('dpo', { viewport: { width, height: 844 } })
        await page.goto(`/incidents/${id}/subjects`)
        const first = row(page, 'KH-0001')
        await expect(first).toContainText((await people(daemon, id)).items[0]!.code)
        await expect(first).toContainText('N•••')
        await expect(first).not.toContainText('Lan')
        await expect(first).toContainText('đã báo')
        await expect(first).toContainText('email')
        await expect(row(page, 'KH-0003')).toContainText('không liên hệ được')
        await expect(row(page, 'KH-0003')).toContainText('không có địa chỉ liên hệ dùng được')
        await fits(page, `table-${width}`)
    })
}

test('who has no address cannot be reached, and does not wait, before anything is sent', async ({ as, daemon }) => {
    const id = await listed(daemon, 'Leak before a release', kFour)
    const page = await as('an')
    await page.goto(`/incidents/${id}/subjects`)
    await expect(row(page, 'KH-0001')).toContainText('chờ gửi')
    const states = page.getByRole('navigation', { name: 'Trạng thái' })
    await states.getByRole('link', { name: /chờ gửi/ }).click()
    await expect(page).toHaveURL(/state=pending/)
    await expect(row(page, 'KH-0003')).toHaveCount(0)
    await expect(row(page, 'KH-0001')).toBeVisible()
    await states.getByRole('link', { name: /không liên hệ được/ }).click()
    await expect(page).toHaveURL(/state=unreachable/)
    await expect(row(page, 'KH-0001')).toHaveCount(0)
    await expect(row(page, 'KH-0003')).toContainText('không liên hệ được')
    await expect(row(page, 'KH-0003')).not.toContainText('chờ gửi')
})

test('a viewer sees the table without references and names', async ({ as, daemon }) => {
    const id = await listed(daemon, 'Leak for a viewer', kFour)
    const page = await as('viewer')
    await page.goto(`/incidents/${id}/subjects`)
    const { code } = (await people(daemon, id)).items[0]!
    await expect(row(page, code)).toContainText('–')
    await expect(page.getByText('KH-0001')).toHaveCount(0)
    await expect(page.getByText('N•••')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Xuất danh sách' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Tìm người dùng chung liên hệ' })).toHaveCount(0)
})

test('the list is cut down by channel, cause and reply, and the address keeps it', async ({ as, daemon }) => {
    const id = await listed(daemon, 'Leak with filters', kFour, true)
    const subject = (await people(daemon, id)).items[1]!.subject
    const told = () => daemon.call<Listed>('an', 'GET', `/api/v1/incidents/${id}/subjects?state=told`)
    await expect.poll(async () => (await told()).items.length, { timeout: 60_000 }).toBe(3)
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/subjects/${subject}/replies`, {
        kind: 'wrong_person',
        way: 'telephone',
        text: 'Không phải tôi',
    })
    const page = await as('dpo')
    await page.goto(`/incidents/${id}/subjects`)
    await page
        .getByRole('navigation', { name: 'Đã phản hồi' })
        .getByRole('link', { name: /Không phải tôi/ })
        .click()
    await expect(page).toHaveURL(/reply=wrong_person/)
    await expect(row(page, 'KH-0001')).toHaveCount(0)
    await expect(row(page, 'KH-0002')).toBeVisible()
    await page.reload()
    await expect(row(page, 'KH-0002')).toBeVisible()
    await expect(row(page, 'KH-0001')).toHaveCount(0)
    await fits(page, 'filtered')
    await page.getByRole('link', { name: 'Bỏ mọi bộ lọc' }).click()
    await expect(row(page, 'KH-0001')).toBeVisible()

    await page.getByLabel('Nguyên do chưa tới').selectOption({ label: 'không có địa chỉ liên hệ dùng được' })
    await expect(page).toHaveURL(/cause=no_address/)
    await expect(row(page, 'KH-0003')).toBeVisible()
    await expect(row(page, 'KH-0001')).toHaveCount(0)
    await page.getByLabel('Kênh của tin gần nhất').selectOption('email')
    await expect(page.getByText('Không có ai khớp với bộ lọc.')).toBeVisible()
    await page.goBack()
    await expect(row(page, 'KH-0003')).toBeVisible()
})

test('a person who is looked up is journalled once, not with each change', async ({ as, daemon }) => {
    const id = await listed(daemon, 'Leak with a look-up', kFour)
    const page = await as('an')
    await page.goto(`/incidents/${id}/subjects?code=KH-0002`)
    await expect(page.getByText('Đang tra mã KH-0002.')).toBeVisible()
    await expect(row(page, 'KH-0002')).toBeVisible()
    await expect(row(page, 'KH-0001')).toHaveCount(0)
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/comments`, {
        text: 'Đã gọi lại',
    })
    await page.waitForTimeout(4000) // the journal is heard within two seconds
    expect(await shown(daemon, id)).toBe(1)
    await page.getByRole('link', { name: 'Không tra mã nữa' }).click()
    await expect(row(page, 'KH-0001')).toBeVisible()
})

for (const width of [1280, 390]) {
    test(`a person is put right: only what changed goes, with a reason, at ${width}`, async ({ as, daemon }) => {
        const id = await listed(daemon, `Leak with a wrong address at ${width}`, kFour)
        const { subject } = (await people(daemon, id)).items[1]!
        const page = await as('an', { viewport: { width, height: 844 } })
        const sent: unknown[] = []
        page.on('request', (request) => {
            if (request.method() === 'PATCH') sent.push(request.postDataJSON())
        })
        await page.goto(`/incidents/${id}/subjects`)
        await row(page, 'KH-0002').getByRole('button', { name: 'Sửa…' }).click()
        const dialog = page.getByRole('dialog')
        await expect(dialog).toContainText('ghi vào nhật ký')
        expect(await shown(daemon, id)).toBe(0)
        await dialog.getByRole('button', { name: 'Mở để sửa' }).click()
        await expect(dialog.getByLabel('thư điện tử')).toHaveValue('minh@hopthu.test; minh2@hopthu.test')
        expect(await shown(daemon, id)).toBe(1)
        await expect(dialog.getByRole('button', { name: 'Lưu chỗ đã sửa' })).toBeDisabled()

        await dialog.getByLabel('thư điện tử').fill('minh tại hopthu')
        await dialog.getByLabel('Lý do').fill('Người này gọi đến')
        await dialog.getByRole('button', { name: 'Lưu chỗ đã sửa' }).click()
        await expect(dialog.getByLabel('thư điện tử')).toHaveAttribute('aria-invalid', 'true')
        await expect(dialog.getByText('địa chỉ thư điện tử thiếu @')).toBeVisible()
        await expect(dialog.getByLabel('thư điện tử')).toBeFocused()
        await fits(page, `correct-${width}`)

        await dialog.getByLabel('thư điện tử').fill('minh.moi@hopthu.test; minh2@hopthu.test')
        await dialog.getByLabel('điện thoại').fill('')
        await dialog.getByRole('button', { name: 'Lưu chỗ đã sửa' }).click()
        await expect(dialog).toBeHidden()
        expect(sent.at(-1)).toEqual({
            email: 'minh.moi@hopthu.test; minh2@hopthu.test',
            phone: null,
            reason: 'Người này gọi đến',
        })
        const now = await daemon.call<{
            email: string
            phone?: string
            further: { email: string[] }
        }>('an', 'GET', `/api/v1/incidents/${id}/subjects/${subject}`)
        expect(now.email).toBe('minh.moi@hopthu.test')
        expect(now.further.email).toEqual(['minh2@hopthu.test'])
        expect(now.phone ?? '').toBe('')
    })
}

test('why a correction is refused is said as the daemon says it', async ({ as, daemon }) => {
    const id = await listed(daemon, 'Leak with a told person', kFour, true)
    const told = () => daemon.call<Listed>('an', 'GET', `/api/v1/incidents/${id}/subjects?state=told`)
    await expect.poll(async () => (await told()).items.length, { timeout: 60_000 }).toBe(3)
    const page = await as('dpo')
    await page.goto(`/incidents/${id}/subjects`)
    await row(page, 'KH-0001').getByRole('button', { name: 'Sửa…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Mở để sửa' }).click()
    await dialog.getByLabel('Thêm loại dữ liệu').selectOption('health')
    await dialog.getByLabel('Lý do').fill('Bệnh viện báo thêm')
    const refused = page.waitForResponse((response) => response.status() === 409)
    await dialog.getByRole('button', { name: 'Lưu chỗ đã sửa' }).click()
    const { detail } = (await (await refused).json()) as { detail: string }
    await expect(dialog.getByRole('alert')).toContainText(detail)
})

test('one person under two references is found and one of them removed', async ({ as, daemon }) => {
    const id = await listed(daemon, 'Leak with one person twice', [
        'KH-0001,Nguyễn Thị Lan,lan@hopthu.test,0900000001,,vi,',
        'VN-9001,Nguyễn Thị Lan,lan@hopthu.test,,,vi,',
        'KH-0003,Lê Thị Hoa,hoa@hopthu.test,0900000003,,vi,',
        'KH-0004,Lê Văn Hải,hai@hopthu.test,0900000003,,vi,',
    ])
    const { code } = (await people(daemon, id)).items[1]!
    const page = await as('an')
    await page.goto(`/incidents/${id}/subjects`)
    const card = page.getByRole('region', { name: 'Người dùng chung liên hệ' })
    await expect(card.getByRole('list')).toHaveCount(0)
    expect(await shown(daemon, id)).toBe(0)
    await card.getByRole('button', { name: 'Tìm người dùng chung liên hệ' }).click()
    await expect(card.getByText(/2 người cùng có thư điện tử [^]*có lẽ là một người đứng hai lần/)).toBeVisible()
    await expect(card.getByText(/2 người cùng có điện thoại [^]*có lẽ là người cùng nhà/)).toBeVisible()
    await expect(card.getByText('lan@hopthu.test')).toHaveCount(0)
    expect(await shown(daemon, id)).toBe(1)
    await fits(page, 'shared-1280')
    await page.setViewportSize({ width: 390, height: 844 })
    await fits(page, 'shared-390')
    await page.setViewportSize({ width: 1280, height: 800 })

    const twice = card.getByRole('listitem').filter({ hasText: 'VN-9001' }).last()
    await twice.getByRole('link', { name: code }).click()
    await expect(page).toHaveURL(new RegExp(`code=${code}`))
    await expect(row(page, 'VN-9001')).toBeInViewport()
    await expect(row(page, 'KH-0001')).toHaveCount(0)
    await expect(card.getByRole('button', { name: 'Bỏ người này…' })).toHaveCount(2) // of the household nobody
    await twice.getByRole('button', { name: 'Bỏ người này…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Lý do').fill('Cùng một người với KH-0001')
    await dialog.getByRole('button', { name: 'Bỏ người này…' }).click()
    await expect(dialog).toBeHidden()
    await expect(card.getByText('VN-9001')).toHaveCount(0)
    await expect(row(page, 'VN-9001')).toContainText('đã bỏ khỏi danh sách')
    expect((await people(daemon, id)).items.find((each) => each.subject_ref === 'VN-9001')!.state).toBe('removed')
})

test('the masked table is exported by the filters of the screen, in slices that become one file', async ({
    as,
    daemon,
}) => {
    const id = await listed(daemon, 'Leak with a table to export', kFour)
    const page = await as('an')
    await page.goto(`/incidents/${id}/subjects?state=unreachable`)
    const dialog = page.getByRole('dialog')
    const exported = async () => {
        await page.getByRole('button', { name: 'Xuất danh sách…' }).click()
        await expect(dialog).toContainText('Trạng thái: không liên hệ được')
        await expect(dialog.getByText('Có tên và liên hệ')).toHaveCount(0) // not this role's
        const saved = page.waitForEvent('download')
        await dialog.getByRole('button', { name: 'Xuất', exact: true }).click()
        const text = readFileSync(await (await saved).path(), 'utf8')
        await expect(dialog).toBeHidden()
        return text
    }
    const one = await exported()
    expect(one).toContain('KH-0003')
    expect(one).not.toContain('KH-0001')
    expect(one.startsWith('\ufeff')).toBe(true)

    // As a list of more than a hundred thousand people comes.
    const asked: string[] = []
    await page.route(/\/subjects\?/, async (route) => {
        if (!route.request().headers().accept?.startsWith('text/csv')) return route.continue()
        const query = new URL(route.request().url()).searchParams
        asked.push(query.toString())
        const last = query.get('cursor') === 'b+'
        const headers: Record<string, string> = {
            'content-type': 'text/csv; charset=utf-8',
        }
        if (!last) headers.link = '<?cursor=b%2B&state=unreachable>; rel="next"'
        await route.fulfill({
            headers,
            body: `\ufeffsubject,code\r\n${last ? '2,ĐẦU\r\n' : '1,CUỐI\r\n'}`,
        })
    })
    expect(await exported()).toBe('\ufeffsubject,code\r\n1,CUỐI\r\n2,ĐẦU\r\n')
    expect(asked).toEqual(['state=unreachable', 'cursor=b%2B&state=unreachable'])
})

test('a data-protection officer exports names and contacts for a call centre, with a reason', async ({
    as,
    daemon,
}) => {
    const id = await listed(daemon, 'Leak with a call centre', [
        ...kFour,
        'KH-0005,Đỗ Văn Giang,,0900000005,12 Phố Ví Dụ,vi,',
    ])
    const page = await as('dpo')
    await page.goto(`/incidents/${id}/subjects`)
    await page.getByRole('button', { name: 'Xuất danh sách…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('Mọi người trong danh sách.')
    await dialog.getByLabel(/Có tên và liên hệ/).check()
    await dialog.getByLabel(/Lý do/).fill('Giao tổng đài gọi từng người')
    await fits(page, 'export-1280')
    const saved = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Xuất', exact: true }).click()
    const file = await saved
    expect(file.suggestedFilename()).toBe(`${id}-people-named.csv`)
    const text = readFileSync(await file.path(), 'utf8')
    for (const each of ['Nguyễn Thị Lan', 'lan@hopthu.test', 'KH-0003', 'Đỗ Văn Giang']) expect(text).toContain(each)
    const rows = text.trim().split('\n')
    expect(rows.length).toBe(6)
    await expect(dialog).toBeHidden()
})

test('an export with names asks for the second proof, and is made of slices by the same call', async ({
    as,
    daemon,
}) => {
    const id = await listed(daemon, 'Leak with a long export', kFour)
    const page = await as('dpo')
    const asked: { query: string; body: unknown }[] = []
    await page.route('**/session/step-up', (route) => route.fulfill({ status: 204 }))
    await page.route('**/subjects/export?**', async (route) => {
        const request = route.request()
        asked.push({ query: new URL(request.url()).search, body: request.postDataJSON() })
        if (asked.length === 1)
            return route.fulfill({
                status: 403,
                contentType: 'application/problem+json',
                body: JSON.stringify({ type: 'urn:breachd:step-up', title: 'Forbidden', status: 403, detail: 'x' }),
            })
        const last = asked.length === 3
        const headers: Record<string, string> = { 'content-type': 'text/csv; charset=utf-8' }
        if (!last) headers.link = '<?cursor=c2&reply=wrong_person>; rel="next"'
        await route.fulfill({ headers, body: `\ufeffSố,Họ và tên\r\n${last ? '2,Lê Hoa\r\n' : '1,Trần Minh\r\n'}` })
    })
    await page.goto(`/incidents/${id}/subjects?reply=wrong_person`)
    await page.getByRole('button', { name: 'Xuất danh sách…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Xuất danh sách người phải báo' })
    await expect(dialog).toContainText('Đã phản hồi: Không phải tôi')
    await dialog.getByLabel(/Có tên và liên hệ/).check()
    await dialog.getByLabel(/Lý do/).fill('Gọi lại người nhận nhầm')
    const saved = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Xuất', exact: true }).click()
    const proof = page.getByRole('dialog', { name: 'Xác nhận lại danh tính' })
    await proof.getByLabel('Mật khẩu').fill('bốn từ dễ nhớ 2026')
    await proof.getByLabel(/Mã 6 số/).fill('123456')
    await proof.getByRole('button', { name: 'Xác nhận' }).click()
    expect(readFileSync(await (await saved).path(), 'utf8')).toBe('\ufeffSố,Họ và tên\r\n1,Trần Minh\r\n2,Lê Hoa\r\n')
    const body = { reason: 'Gọi lại người nhận nhầm' }
    expect(asked).toEqual([
        { query: '?reply=wrong_person', body },
        { query: '?reply=wrong_person', body },
        { query: '?cursor=c2&reply=wrong_person', body },
    ])
})

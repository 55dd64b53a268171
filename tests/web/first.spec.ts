// The first run: a daemon that was just set up says what is missing before the first breach, and who may not see
// incidents is not told that there are none.
import { join } from 'node:path'
import { expect, seriousFindings, test } from './support/fixtures'
import { Daemon } from './support/daemon'
import { code } from './support/totp'

test('the first steps lead through what is missing, and go with the first incident', async ({ browser }) => {
    const daemon = await Daemon.start()
    const as = async (name: 'dpo' | 'admin', width: number) => {
        const context = await browser.newContext({
            baseURL: daemon.url,
            viewport: { width, height: 844 },
            extraHTTPHeaders: { authorization: `Bearer ${daemon.token(name)}` },
        })
        return context.newPage()
    }
    for (const width of [1280, 390]) {
        const page = await as('dpo', width)
        await page.goto('/')
        const steps = page.getByRole('region', { name: /Những bước đầu/ })
        await expect(steps).toBeVisible()
        await expect(steps.getByRole('listitem')).toHaveCount(7)
        await expect(steps.getByText('Diễn tập lần đầu')).toBeVisible()
        await expect(steps.locator('[aria-current=step]').getByRole('link', { name: 'Mở' })).toBeVisible()
        expect(await seriousFindings(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        await page.screenshot({ path: join(process.env.BREACHD_WEB_OUT!, `first-${width}.png`), fullPage: true })
        await page.context().close()
    }
    const admin = await as('admin', 1280)
    await admin.goto('/')
    await expect(admin.getByText('Vai trò của bạn không xem sự cố.')).toBeVisible()
    await expect(admin.getByText('Không có sự cố nào đang chạy')).toHaveCount(0)
    await expect(admin.getByRole('search')).toHaveCount(0)

    const id = await daemon.open('Leak that ends the first run')
    const dpo = await as('dpo', 1280)
    await dpo.goto('/')
    await expect(dpo.getByRole('heading', { name: /1 vụ đang chạy/ })).toBeVisible()
    await expect(dpo.getByText(/Những bước đầu/)).toHaveCount(0)

    // As ./run demo --stay prints it: the link opens the console on the incident.
    const listed = JSON.parse(daemon.ctl('an', '-o', 'json', 'incident', 'list')) as { id: string }[]
    expect(listed[0]!.id).toBe(id)
    const link = /http:\/\/\S+\/#\/invite\/\S+/.exec(
        daemon.ctl('admin', 'account', 'invite', 'an', '--role', 'responder'),
    )![0]
    const context = await browser.newContext({ baseURL: daemon.url })
    const invited = await context.newPage()
    await invited.goto(`${link}/${id}`)
    const secret = (await invited.locator('p.code').textContent()) ?? ''
    await invited.getByLabel(/Mật khẩu mới/).fill('bảy từ không ai đoán ra')
    await invited.getByLabel('Nhập lại mật khẩu').fill('bảy từ không ai đoán ra')
    await invited.getByLabel(/3\. Nhập mã/).fill(await code(secret))
    await invited.getByRole('button', { name: 'Mở tài khoản' }).click()
    await expect(invited).toHaveURL(new RegExp(`/incidents/${id}$`))
    await expect(invited.getByRole('heading', { name: 'Leak that ends the first run' })).toBeVisible()
    await context.close()
    await daemon.stop()
})

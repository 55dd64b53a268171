// The keyboard alone is enough, help is there, and the addresses hold what one sees.
import { expect, test } from './support/fixtures'

test('the list is driven by the keyboard, from the search to taking over', async ({ as, daemon }) => {
    const id = await daemon.open('Leak by keyboard')
    const page = await as('an')
    await page.goto('/')
    await expect(page.getByRole('article').first()).toBeVisible()
    await page.keyboard.press('/')
    await page.keyboard.type('by keyboard')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/incidents\?state=all&q=by%20keyboard/)
    const row = page.getByRole('article', { name: id })
    await expect(row).toBeVisible()
    await page.getByRole('heading', { name: 'Sự cố' }).click()
    await page.keyboard.press('j')
    await expect(row).toBeFocused()
    await page.keyboard.press('a')
    await expect(row.getByText('Nguyễn An')).toBeVisible()
    await row.focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/incidents/${id}$`))
    await page.goBack()
    await expect(page).toHaveURL(/q=by/)
})

test('? opens help, Escape closes it, g and a letter go elsewhere', async ({ as }) => {
    const page = await as('viewer')
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Phím tắt và trợ giúp' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await expect(page).toHaveURL(/\/oncall$/)
})

test('a filter and a tab are in the address, and an entry of the timeline has its own', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with an address')
    const page = await as('viewer')
    await page.goto('/incidents')
    await page.getByLabel('Sắp xếp').selectOption('severity')
    await expect(page).toHaveURL(/sort=severity/)
    await page.goto(`/incidents/${id}/timeline`)
    await page.getByRole('listitem').getByRole('link').last().click()
    await expect(page).toHaveURL(/entry=\d+/)
})

test('the menu has only screens that the role may open', async ({ as }) => {
    const menu = async (name: 'admin' | 'viewer') => {
        const page = await as(name)
        await page.goto('/channels')
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        return page.getByRole('navigation').first().getByRole('link').allTextContents()
    }
    expect(await menu('admin')).not.toContain('Sự cố')
    expect(await menu('viewer')).toContain('Sự cố')
})

test('whoever may only look is told so, and has no button that acts', async ({ as, daemon }) => {
    const id = await daemon.open('Leak that is looked at')
    const page = await as('viewer')
    await page.goto(`/incidents/${id}`)
    await expect(page.getByText('Vai trò của bạn chỉ được xem.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Nhận việc' })).toHaveCount(0)
})

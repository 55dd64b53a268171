// What people and machines write is text and nothing else, wherever it is shown; and what one typed is never lost.
import { expect, test } from './support/fixtures'

const evil = [
    '<img src=x onerror="document.body.dataset.owned=1">',
    '<script>document.body.dataset.owned=1</script>',
    '"><svg onload="document.body.dataset.owned=1">',
    'javascript:document.body.dataset.owned=1',
    '{{constructor.constructor("x")()}}',
].join(' ')

test('a hostile string in every fact, title and name acts nowhere', async ({ as, daemon }) => {
    test.setTimeout(120_000)
    const id = await daemon.alert(`Leak ${evil}`)
    const texts = [
        'place',
        'description',
        'consequences',
        'severity_and_risks',
        'measures',
        'guidance',
        'detected_how',
        'place_public',
        'description_public',
        'place_en',
        'description_en',
        'late_reason',
        'title',
    ]
    await daemon.call(
        'an',
        'PATCH',
        `/api/v1/incidents/${id}`,
        Object.fromEntries(texts.map((name) => [name, evil])),
        'application/merge-patch+json',
    )
    await daemon.call(
        'an',
        'PATCH',
        `/api/v1/incidents/${id}`,
        {
            parties: [{ name: evil, role: evil }],
            parties_public: [evil],
            provenance: [evil],
            sharing_partners: [evil],
            attachments: [evil],
        },
        'application/merge-patch+json',
    )
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/acknowledge`, {
        note: evil,
    })
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/comments`, {
        text: evil,
    })
    await daemon.call('an', 'POST', `/api/v1/incidents/${id}/dismiss`, {
        reason: evil,
    })
    await daemon.call('dpo', 'POST', `/api/v1/incidents/${id}/hold`, {
        reason: evil,
    })
    await daemon.call(
        'an',
        'POST',
        `/api/v1/incidents/${id}/subjects`,
        `subject_ref,name,email\nKH-1,"${evil.replaceAll('"', '""')}",a@b.test\n`,
        'text/csv',
    )
    const page = await as('dpo')
    for (const place of [
        '/',
        '/incidents',
        '/retention',
        ...[
            '',
            '/facts',
            '/alerts',
            '/subjects',
            '/notice',
            '/notice?show=preview',
            '/public',
            '/report',
            '/tasks',
            '/timeline',
            '/evidence',
        ].map((tab) => `/incidents/${id}${tab}`),
    ]) {
        await page.goto(place)
        await expect(page.getByText('Đang tải…')).toHaveCount(0)
        await page.waitForTimeout(200)
        expect(await page.evaluate(() => document.body.dataset.owned ?? ''), place).toBe('')
    }
})

test('two people write at once: another fact merges, the same fact shows both', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with two authors')
    const page = await as('an')
    await page.goto(`/incidents/${id}/facts`)
    const place = page.getByLabel('Địa điểm', { exact: true })
    await place.fill('Hà Nội')
    // Meanwhile somebody else writes another fact: no obstacle.
    await daemon.call(
        'dpo',
        'PATCH',
        `/api/v1/incidents/${id}`,
        { measures: 'Đã khóa.' },
        'application/merge-patch+json',
    )
    await place.blur()
    await expect
        .poll(async () => (await daemon.call<{ place: string }>('an', 'GET', `/api/v1/incidents/${id}`)).place)
        .toBe('Hà Nội')

    // The first PATCH, whatever the page reads again meanwhile.
    let first = true
    await page.route('**/api/v1/incidents/*', async (route) => {
        if (route.request().method() === 'PATCH' && first) {
            first = false
            await daemon.call(
                'dpo',
                'PATCH',
                `/api/v1/incidents/${id}`,
                { place: 'Đà Nẵng' },
                'application/merge-patch+json',
            )
        }
        await route.continue()
    })
    await place.fill('Cần Thơ')
    await place.blur()
    const both = page.getByRole('alert').filter({ hasText: 'Đà Nẵng' })
    await expect(both).toContainText('Cần Thơ')
    await both.getByRole('button', { name: 'Dùng bản của tôi' }).click()
    await expect
        .poll(async () => (await daemon.call<{ place: string }>('an', 'GET', `/api/v1/incidents/${id}`)).place)
        .toBe('Cần Thơ')
})

test('what somebody else wrote while one typed is overwritten by nobody', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with two typing')
    const page = await as('an')
    await page.goto(`/incidents/${id}/facts`)
    const place = page.getByLabel('Địa điểm', { exact: true })
    const write = (text: string) =>
        daemon.call('dpo', 'PATCH', `/api/v1/incidents/${id}`, { place: text }, 'application/merge-patch+json')
    const stored = async () => (await daemon.call<{ place: string }>('an', 'GET', `/api/v1/incidents/${id}`)).place

    // The page has read the other's version before it saves: the ETag alone would let it through.
    const heard = page.waitForResponse(
        (answer) => answer.request().method() === 'GET' && answer.url().endsWith(`/incidents/${id}`),
    )
    await place.pressSequentially('Cần')
    await write('Đà Nẵng')
    await heard
    await place.pressSequentially(' Thơ')
    await place.blur()
    const both = page.getByRole('alert').filter({ hasText: 'Đà Nẵng' })
    await expect(both).toContainText('Cần Thơ')
    expect(await stored()).toBe('Đà Nẵng')
    await both.getByRole('button', { name: 'Giữ bản trên máy chủ' }).click()
    await expect(place).toHaveValue('Đà Nẵng')

    // Who only stands in the field writes nothing.
    await place.focus()
    await write('Huế')
    await expect.poll(stored).toBe('Huế')
    await place.blur()
    await expect(place).toHaveValue('Huế')
    expect(await stored()).toBe('Huế')
})

test('what was typed while the line is broken is there after a reload, and saves', async ({ as, daemon }) => {
    const id = await daemon.open('Leak with a broken line')
    const page = await as('an')
    await page.goto(`/incidents/${id}/facts`)
    await expect(page.getByLabel('Địa điểm', { exact: true })).toBeVisible()
    await page.route('**/api/v1/incidents/*', (route) =>
        route.request().method() === 'PATCH' ? route.abort() : route.continue(),
    )
    await page.getByLabel('Địa điểm', { exact: true }).fill('Huế')
    await page.getByLabel('Địa điểm', { exact: true }).blur()
    await expect(page.getByText('Chưa lưu được').or(page.getByText('giữ trên máy này')).first()).toBeVisible()
    await page.unrouteAll()
    await page.reload()
    await expect(page.getByLabel('Địa điểm', { exact: true })).toHaveValue('Huế')
    await page.getByLabel('Địa điểm', { exact: true }).press('End')
    await page.getByLabel('Địa điểm', { exact: true }).blur()
    await expect
        .poll(async () => (await daemon.call<{ place: string | null }>('an', 'GET', `/api/v1/incidents/${id}`)).place)
        .toBe('Huế')
})

test('the page has no inline script or style, and its policy forbids both', async ({ daemon }) => {
    const response = await fetch(`http://127.0.0.1:${daemon.port}/incidents`, {
        headers: { accept: 'text/html' },
    })
    const policy = response.headers.get('content-security-policy') ?? ''
    const html = await response.text()
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("style-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i)
})

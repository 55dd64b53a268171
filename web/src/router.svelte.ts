// One page, one address. Plain history: a link is a link, back works, filters and tabs are in the query.
const state = $state({ path: location.pathname, query: location.search })

export const route = {
    get path(): string {
        return state.path
    },
    get query(): URLSearchParams {
        return new URLSearchParams(state.query)
    },
    /** /incidents/INC-2026-0001/facts → ['incidents', 'INC-2026-0001', 'facts'] */
    get parts(): string[] {
        return state.path.split('/').filter(Boolean).map(decodeURIComponent)
    },
}

function read(): void {
    state.path = location.pathname
    state.query = location.search
}

export function go(address: string, replace = false): void {
    const before = location.pathname
    history[replace ? 'replaceState' : 'pushState'](null, '', address)
    read()
    if (location.pathname !== before) window.scrollTo(0, 0)
}

/** Changes members of the query; an empty value takes one away. */
export function setQuery(changes: Record<string, string | null>, replace = true): void {
    const query = route.query
    for (const [name, value] of Object.entries(changes)) {
        if (value) query.set(name, value)
        else query.delete(name)
    }
    const text = query.toString()
    go(location.pathname + (text ? '?' + text : ''), replace)
}

function follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    const link = (event.target as Element).closest('a')
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
    if (/^\/(api|a|notices|-)\//.test(link.pathname)) return // the daemon's own pages and files
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return
    event.preventDefault()
    go(link.pathname + link.search + link.hash)
}

export function startRouter(): void {
    addEventListener('popstate', read)
    addEventListener('click', follow)
}

// Light, dark, or as the system has it.
export type Theme = 'system' | 'light' | 'dark'

const kStored = 'breachd.theme'
const state = $state<{ now: Theme }>({ now: 'system' })

export const theme = {
    get now(): Theme {
        return state.now
    },
    set(next: Theme): void {
        state.now = next
        if (next === 'system') delete document.documentElement.dataset.theme
        else document.documentElement.dataset.theme = next
        try {
            localStorage.setItem(kStored, next)
        } catch {
            // a browser that keeps nothing still works
        }
    },
}

export function startTheme(): void {
    let kept: string | null = null
    try {
        kept = localStorage.getItem(kStored)
    } catch {
        // as above
    }
    if (kept === 'light' || kept === 'dark') theme.set(kept)
}

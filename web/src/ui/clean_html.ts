// A page of HTML that only is looked at: nothing in it can run, load or be styled by itself. The console's policy would
// refuse all of it; what is taken out here makes no noise there.
export function cleaned(html: string): Document {
    const page = new DOMParser().parseFromString(html.replace(/\sstyle="[^"]*"/gi, ''), 'text/html')
    for (const each of page.querySelectorAll('script, style, link, meta, iframe, object, embed, form, base'))
        each.remove()
    for (const each of page.querySelectorAll('*'))
        for (const attribute of [...each.attributes])
            if (
                attribute.name.startsWith('on') ||
                attribute.name === 'style' ||
                /^\s*javascript:/i.test(attribute.value)
            )
                each.removeAttribute(attribute.name)
    return page
}

/** Puts what it holds under the root, in a tree of its own. */
export function put(page: Document, root: ShadowRoot): void {
    const body = document.createElement('div')
    body.className = 'body'
    body.append(...[...page.body.childNodes].map((node) => document.importNode(node, true)))
    root.replaceChildren(body)
}

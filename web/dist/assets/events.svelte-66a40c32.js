import{C as p}from"./words.svelte-9eade15e.js";const r=p({since:null}),k={get brokenSince(){return r.since}},g=45e3,S=3e3,c=new Map,i=new Set;let u=null,l=null,f="";function M(t,n){const e=c.get(t)??new Set;return e.add(n),c.set(t,e),()=>e.delete(n)}function b(){u=null;const t=new Set(c.get("")??[]),n=i.has("");for(const[e,a]of c)if(n||i.has(e))for(const o of a)t.add(o);i.clear();for(const e of t)e()}function d(t){i.add(t),u??=setTimeout(b,700+Math.random()*600)}function y(t){let n="";for(const e of t.split(`
`))e.startsWith("id:")&&(f=e.slice(3).trim()),e.startsWith("data:")&&(n+=e.slice(5).trimStart());if(n)try{d(JSON.parse(n).incident_id??"")}catch{d("")}}async function v(t){const n=f?`?after=${encodeURIComponent(f)}`:"",e=await fetch("/api/v1/events"+n,{signal:t,headers:{accept:"text/event-stream"}});if(!e.ok||!e.body)throw new Error(String(e.status));r.since!==null&&d(""),r.since=null;const a=e.body.pipeThrough(new TextDecoderStream).getReader();let o="";for(;;){const h=setTimeout(()=>void a.cancel(),g),{value:w,done:m}=await a.read().finally(()=>clearTimeout(h));if(m)return;o=(o+w).replaceAll(`\r
`,`
`);for(let s=o.indexOf(`

`);s>=0;s=o.indexOf(`

`))y(o.slice(0,s)),o=o.slice(s+2)}}function C(){x();const t=l=new AbortController;(async()=>{for(;!t.signal.aborted;){if(await v(t.signal).catch(()=>{}),t.signal.aborted)return;r.since??=Date.now(),await new Promise(n=>setTimeout(n,S+Math.random()*2e3))}})()}function x(){l?.abort(),l=null}export{C as a,x as b,k as c,M as o};

import{a3 as p,af as t,a7 as c}from"./words.svelte-d4c9563d.js";function f(n,s,...e){var r=new c(n);p(()=>{const a=s()??null;r.ensure(a,a&&(o=>a(o,...e)))},t)}export{f as s};

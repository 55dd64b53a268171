import{a4 as p,ag as t,a8 as c}from"./words.svelte-0704e5a1.js";function l(n,s,...e){var r=new c(n);p(()=>{const a=s()??null;r.ensure(a,a&&(o=>a(o,...e)))},t)}export{l as s};

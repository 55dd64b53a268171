import{a4 as p,ag as t,a8 as c}from"./words.svelte-38d20b07.js";function l(n,s,...e){var r=new c(n);p(()=>{const a=s()??null;r.ensure(a,a&&(o=>a(o,...e)))},t)}export{l as s};

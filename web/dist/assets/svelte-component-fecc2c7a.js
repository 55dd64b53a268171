import{a4 as s,ag as t,a8 as m}from"./words.svelte-0704e5a1.js";function l(n,o,r){var e=new m(n);s(()=>{var a=o()??null;e.ensure(a,a&&(c=>r(c,a)))},t)}export{l as c};

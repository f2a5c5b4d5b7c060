" What a person does in Vim with ALE: opens a ZEP, sees what is found.
" Run after the set-up; $ZEPLINT_REPORT names the file that gets what was seen, as JSON.
set nomore
let s:seen = {'codes': [], 'marked': []}

function! s:Found() abort
  return sort(copy(get(get(g:ale_buffer_info, bufnr(''), {}), 'loclist', [])), {a, b -> a.lnum - b.lnum})
endfunction

" Let Vim work until a function gives true, at most so many seconds.
function! s:Wait(seconds, Holds) abort
  let l:start = reltime()
  while !a:Holds() && reltimefloat(reltime(l:start)) < a:seconds
    sleep 20m
  endwhile
  return a:Holds()
endfunction

edit draft/zep-0007.md
call ale#Queue(0)
call s:Wait(20, {-> !empty(s:Found())})
for s:finding in s:Found()
  call add(s:seen.codes, get(s:finding, 'code', ''))
  call add(s:seen.marked, strpart(getline(s:finding.lnum), s:finding.col - 1, s:finding.end_col - s:finding.col + 1))
endfor
call writefile([json_encode(s:seen)], $ZEPLINT_REPORT)
qall!

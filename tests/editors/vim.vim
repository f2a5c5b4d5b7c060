" What a person does in Vim with ALE: opens a ZEP, sees what is found, takes each fix, saves.
" Run after the set-up; $ZEPLINT_REPORT names the file that gets what was seen, as JSON.
set nomore
let s:seen = {'codes': [], 'marked': [], 'offered': []}

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
call s:Wait(60, {-> !empty(s:Found())})
for s:finding in s:Found()
  call add(s:seen.codes, get(s:finding, 'code', ''))
  call add(s:seen.marked, strpart(getline(s:finding.lnum), s:finding.col - 1, s:finding.end_col - s:finding.col + 1))
endfor

" What is offered first, as a person takes it.
function! s:Choose(count, data, items) abort
  call add(s:seen.offered, map(copy(a:items), {_, item -> item[1].title}))
  if !empty(a:items)
    call ale#codefix#ApplyLSPCodeAction(a:data, a:items[0][1])
  endif
endfunction

for s:finding in range(len(s:Found()))
  let s:before = len(s:Found())
  call cursor(s:Found()[0].lnum, s:Found()[0].col)
  let s:tick = b:changedtick
  call ale#codefix#Execute(0, function('s:Choose', [s:before]))
  call s:Wait(30, {-> b:changedtick != s:tick})
  call ale#Queue(0)
  if !s:Wait(30, {-> len(s:Found()) < s:before})
    break
  endif
endfor
let s:seen.left = len(s:Found())
write
call writefile([json_encode(s:seen)], $ZEPLINT_REPORT)
qall!

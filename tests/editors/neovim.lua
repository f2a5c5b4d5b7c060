-- What a person does in Neovim: opens a ZEP, sees what is found, takes each fix, saves.
-- Run after the set-up; ZEPLINT_REPORT names the file that gets what was seen, as JSON.
local seen = { marked = {}, codes = {}, offered = {} }

local function finish()
  local file = assert(io.open(os.getenv("ZEPLINT_REPORT"), "w"))
  file:write(vim.fn.json_encode(seen))
  file:close()
  vim.cmd("qall!")
end

local function found()
  local all = vim.diagnostic.get(0)
  table.sort(all, function(a, b)
    return a.lnum < b.lnum
  end)
  return all
end

-- Choose what is offered first, as a person does with <CR>.
vim.ui.select = function(items, options, choose)
  local titles = {}
  for _, item in ipairs(items) do
    local title = options.format_item(item)
    table.insert(titles, title)
  end
  table.insert(seen.offered, titles)
  choose(items[1], 1)
end

vim.cmd("edit draft/zep-0007.md")
vim.wait(60000, function()
  return #found() > 0
end, 20)
for _, diagnostic in ipairs(found()) do
  local line = vim.api.nvim_buf_get_lines(0, diagnostic.lnum, diagnostic.lnum + 1, true)[1]
  table.insert(seen.marked, line:sub(diagnostic.col + 1, diagnostic.end_col))
  table.insert(seen.codes, diagnostic.code or diagnostic.user_data.lsp.code)
end
for _ = 1, #found() do
  local all = found()
  vim.api.nvim_win_set_cursor(0, { all[1].lnum + 1, all[1].col })
  vim.lsp.buf.code_action()
  local is_fewer = vim.wait(30000, function()
    return #found() < #all
  end, 20)
  if not is_fewer then
    break
  end
end
seen.left = #found()
vim.cmd("write")
finish()

-- What a person does in Neovim: opens a ZEP, sees what is found.
-- Run after the set-up; ZEPLINT_REPORT names the file that gets what was seen, as JSON.
local seen = { marked = {}, codes = {} }

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

vim.cmd("edit draft/zep-0007.md")
vim.wait(20000, function()
  return #found() > 0
end, 20)
for _, diagnostic in ipairs(found()) do
  local line = vim.api.nvim_buf_get_lines(0, diagnostic.lnum, diagnostic.lnum + 1, true)[1]
  table.insert(seen.marked, line:sub(diagnostic.col + 1, diagnostic.end_col))
  table.insert(seen.codes, diagnostic.code or diagnostic.user_data.lsp.code)
end
finish()

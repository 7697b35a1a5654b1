-- What wrk sends and how it checks what comes back. BENCH_TARGET names a file that returns
-- { method, headers, body, cookies (a file with one a line) or nil, answer, whole (false: it only has to be in there) }.
local target = dofile(os.getenv('BENCH_TARGET'))
local threads = {}

wrk.method = target.method
wrk.body = target.body
for name, value in pairs(target.headers) do
  wrk.headers[name] = value
end

function setup(thread)
  table.insert(threads, thread)
end

-- Global, so that done() can read them out of each thread.
wrong = 0
example = ''

if target.cookies then
  local requests = {}

  function init()
    math.randomseed(target.seed)
    for cookie in io.lines(target.cookies) do
      wrk.headers['cookie'] = cookie
      table.insert(requests, wrk.format())
    end
  end

  function request()
    return requests[math.random(#requests)]
  end
end

local answer, whole = target.answer, target.whole

function response(status, _headers, body)
  if status ~= 200 or not (body == answer or not whole and body:find(answer, 1, true)) then
    if wrong == 0 then
      example = status .. ' ' .. body:sub(1, 300)
    end
    wrong = wrong + 1
  end
end

function done(summary, latency)
  local errors = summary.errors
  local mistakes, first = 0, ''
  for _, thread in ipairs(threads) do
    mistakes = mistakes + thread:get('wrong')
    if first == '' then
      first = thread:get('example')
    end
  end
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format('\nRESULT %d %d %d %d %d %d %s\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), mistakes, lost, first:gsub('[\r\n]', ' ')))
end

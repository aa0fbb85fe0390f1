-- Asks for each line of a file in turn, from the given one on, as 4,096 readers would, and prints the outcome as JSON.
local requests, turn = {}, 0

function init(args)
  local paths = {}
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  for number = 0, math.max(4096, #paths) - 1 do
    local reader = number % 4096
    local headers = { ["X-Forwarded-For"] = string.format("10.0.%d.%d", math.floor(reader / 256), reader % 256) }
    requests[number + 1] = wrk.format("GET", paths[number % #paths + 1], headers)
  end
  turn = tonumber(args[2])
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'JSON {"requests": %d, "seconds": %f, "p50": %f, "p95": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end

-- Each GET takes the next of the paths in the file; without a file all take the one of the command line.
local paths, at = {}, 0

function init()
  local file = os.getenv("PATHS_FILE")
  if file == nil then return end
  for line in io.lines(file) do paths[#paths + 1] = line end
end

function request()
  if #paths == 0 then return wrk.format("GET") end
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function done(summary, latency)
  io.write(string.format('JSON{"requests":%d,"us":%d,"p50_us":%d,"p99_us":%d,"bad":%d}\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status + summary.errors.connect + summary.errors.read +
    summary.errors.write + summary.errors.timeout))
end

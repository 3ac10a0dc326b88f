-- Each POST carries a request_id of its own, so that every one is a new accept and no duplicate.
local before, after = os.getenv("BODY_BEFORE"), os.getenv("BODY_AFTER")
local prefix, count = os.getenv("REQUEST_PREFIX"), 0

function request()
  count = count + 1
  -- Spread over the farm's phones.
  local account = string.format("%04d", (count * 7919) % 1000 + 1)
  local body = string.gsub(before, "%%ACCOUNT%%", account)
  return wrk.format("POST", nil, nil, body .. prefix .. count .. after)
end

function done(summary, latency)
  io.write(string.format('JSON{"requests":%d,"us":%d,"p50_us":%d,"p99_us":%d,"bad":%d}\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status + summary.errors.connect + summary.errors.read +
    summary.errors.write + summary.errors.timeout))
end

-- Tells wrk to say what it found as JSON, in milliseconds.
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"rate": %.0f, "p50": %.2f, "p95": %.2f, "p99": %.2f, "slowest": %.1f, "errors": %d}\n',
    summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end

// How alive a page is: its long tasks, the gaps between its frames, and how long input waited.

/** Records from now on; what it returns ends that and tells. */
export function record() {
  const tasks = observed("longtask");
  const inputs = observed("event", { durationThreshold: 16 });
  const gaps = [];
  let last = performance.now();
  let going = true;
  const start = last;
  requestAnimationFrame(function frame(now) {
    gaps.push(Math.max(0, now - last));
    last = now;
    if (going) requestAnimationFrame(frame);
  });
  return () => {
    going = false;
    return {
      seconds: (performance.now() - start) / 1000,
      long_tasks: tasks(),
      frame_gaps: gaps.slice(1),
      input_waits: inputs(),
    };
  };
}

/** The durations of such entries, in milliseconds, from now until the function returned is called. */
function observed(type, options) {
  const durations = [];
  const take = (entries) => durations.push(...entries.map(({ duration }) => duration));
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type, ...options });
  return () => {
    take(observer.takeRecords());
    observer.disconnect();
    return durations;
  };
}

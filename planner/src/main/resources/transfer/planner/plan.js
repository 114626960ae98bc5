//<![CDATA[
(function () {
  'use strict';

  var plan = JSON.parse(document.getElementById('plan').textContent);
  var KINDS = {
    'compute': '--compute', 'stage-in': '--in', 'stage-inter': '--inter', 'stage-out': '--out',
    'stage-worker': '--worker', 'create-directory': '--make', 'clean-up': '--clean',
    'remove-directory': '--remove', 'register': '--register', 'chmod': '--other', 'unpack': '--other',
    'join': '--other'
  };
  var WIDTH = 150, HEIGHT = 26, GAP = 14, ROW = 38, BETWEEN = 34;
  var MOST_EDGES = 20000, MOST_SHOWN = 200, MOST_FOUND = 40;

  // Text only ever gets into the page as text: nothing of the plan is read as markup.
  function make(tag, attributes, children) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    [].concat(children === undefined ? [] : children).forEach(function (child) {
      element.append(child);
    });
    return element;
  }

  function put(id, children) {
    var element = document.getElementById(id);
    element.replaceChildren.apply(element, [].concat(children));
    return element;
  }

  function count(number, noun) { return number + ' ' + noun + (number === 1 ? '' : 's'); }

  function size(bytes) {
    if (bytes < 1024) { return bytes + ' B'; }
    var units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'], unit = 0, value = bytes / 1024;
    while (value >= 1023.95 && unit < units.length - 1) { value /= 1024; unit++; }
    return value.toFixed(1) + ' ' + units[unit];
  }

  function amount(of) {
    var assumed = plan.assumed.bytes_of_unknown_file, unknown = of.files_of_unknown_size;
    var text = (unknown > 0 && assumed === 0 && unknown === of.files ? '?' : size(of.bytes)) + ' in ' + count(of.files, 'file');
    return unknown === 0 ? text
        : text + ' (' + unknown + ' of unknown size, ' + (assumed === 0 ? 'not counted' : 'each taken for ' + size(assumed)) + ')';
  }

  function someOf(of) { return of.files === 0 ? '\u2013' : amount(of); }

  function seconds(of) {
    function rest(number, unit) { return number === 0 ? '' : ' ' + number + ' ' + unit; }
    if (of < 10) { return Math.round(of * 10) / 10 + ' s'; }
    var whole = Math.round(of);
    if (whole < 60) { return whole + ' s'; }
    if (whole < 3600) { return Math.floor(whole / 60) + ' min' + rest(whole % 60, 's'); }
    if (whole < 86400) { return Math.floor(whole / 3600) + ' h' + rest(Math.floor(whole % 3600 / 60), 'min'); }
    return Math.floor(whole / 86400) + ' d' + rest(Math.floor(whole % 86400 / 3600), 'h');
  }

  function range(low, high, unknown) {
    var from = seconds(low), to = seconds(high);
    return (from === to ? from : from + ' to ' + to)
        + (unknown > 0 ? ', and ' + count(unknown, 'program') + ' of unknown duration' : '');
  }

  function kinds(of) {
    return Object.keys(of).map(function (kind) { return kind + ' ' + of[kind]; }).join(', ');
  }

  function table(heads, rows) {
    return make('div', {'class': 'scroll'}, make('table', {}, [
      make('thead', {}, make('tr', {}, heads.map(function (head) { return make('th', {scope: 'col'}, head); }))),
      make('tbody', {}, rows.map(function (row) {
        return make('tr', {}, row.map(function (cell) { return make('td', {}, cell); }));
      }))
    ]));
  }

  /* ---- what stands below the drawing ---- */

  function schemes(link) {
    return link.from_scheme === link.to_scheme ? link.from_scheme : link.from_scheme + ' \u2192 ' + link.to_scheme;
  }

  function reports() {
    put('summary', count(plan.jobs, 'job') + ' in ' + count(plan.levels.length, 'level') + ': ' + kinds(plan.kinds)
        + '. About ' + range(plan.seconds.low, plan.seconds.high, plan.seconds.jobs_of_unknown_duration) + '.');
    put('links', table(['from', 'to', 'scheme', 'bytes'], plan.links.map(function (link) {
      return [link.from, link.to, schemes(link), amount(link)];
    })));
    put('sites', table(['site', 'in', 'out', 'within'], plan.sites.map(function (site) {
      return [site.site, someOf(site['in']), someOf(site.out), someOf(site.within)];
    })));
    put('scratch', [].concat.apply([], plan.scratch.map(scratch)));
    put('levels', [
      table(['level', 'jobs', 'from all at once to one by one', 'kinds'], plan.levels.slice(0, 1000).map(function (level) {
        return [String(level.level), String(level.jobs),
          range(level.seconds_low, level.seconds_high, level.jobs_of_unknown_duration), kinds(level.kinds)];
      })),
      make('p', {'class': 'soft'}, (plan.levels.length > 1000 ? 'And ' + (plan.levels.length - 1000) + ' levels more. ' : '')
          + 'Assumed: ' + size(plan.assumed.bytes_per_second) + '/s for the transfers of a job, '
          + seconds(plan.assumed.seconds_per_file) + ' for each file, ' + seconds(plan.assumed.seconds_per_job) + ' for each job.')
    ]);
    if (plan.unknown.count > 0) {
      document.getElementById('unknown').hidden = false;
      put('unknown-files', [
        make('p', {}, count(plan.unknown.count, 'file') + (plan.unknown.names.length < plan.unknown.count
            ? ', the first ' + plan.unknown.names.length + ' of them:' : ':')),
        make('ul', {'class': 'list'}, plan.unknown.names.map(function (name) { return make('li', {}, make('code', {}, name)); }))
      ]);
    }
  }

  function peak(of) {
    if (of.node === undefined) { return 'empty'; }
    return make('span', of.over_limit ? {'class': 'over'} : {},
        amount(of) + ', after ' + of.node + (of.over_limit ? ', over the limit' : ''));
  }

  function scratch(use) {
    return [
      make('h3', {}, use.site + ': ' + use.directory),
      make('dl', {}, [
        make('dt', {}, 'limit'), make('dd', {}, use.limit === undefined ? 'none known' : size(use.limit)),
        make('dt', {}, 'one job at a time'), make('dd', {}, peak(use.one_at_a_time)),
        make('dt', {}, 'a level at a time'), make('dd', {}, peak(use.level_at_a_time)),
        make('dt', {}, 'without clean-up'), make('dd', {}, peak(use.without_clean_up))
      ]),
      use.one_at_a_time.bytes > 0 ? curve(use) : make('p', {'class': 'soft'}, 'No curve: nothing of known size lies there.')
    ];
  }

  function drawn(tag, attributes) {
    var element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    return element;
  }

  /** The bytes after each job, one job at a time; the limit where it is not far above. */
  function curve(use) {
    var most = Math.max(1, use.one_at_a_time.bytes), last = Math.max(1, plan.jobs);
    if (use.limit !== undefined && use.limit < most * 4) { most = Math.max(most, use.limit); }
    function y(bytes) { return 97 - 92 * bytes / most; }
    var path = 'M0 97';
    use.curve.forEach(function (point) { path += 'H' + 1000 * point[0] / last + 'V' + y(point[1]); });
    var svg = drawn('svg', {'class': 'curve', viewBox: '0 0 1000 100', preserveAspectRatio: 'none', role: 'img',
      'aria-label': 'Bytes at ' + use.site + ' while one job runs after the other'});
    svg.append(drawn('path', {'class': 'fill', d: path + 'H1000V97Z'}));
    if (use.limit !== undefined && use.limit <= most) {
      svg.append(drawn('line', {'class': 'limit', x1: 0, x2: 1000, y1: y(use.limit), y2: y(use.limit)}));
    }
    return svg;
  }

  /* ---- the drawing ---- */

  var nodes = plan.nodes || [], children = [], boxes = [], bands = [], edges = 0;
  var canvas = document.getElementById('graph'), context = canvas.getContext('2d');
  var view = {x: 0, y: 0, scale: 1}, extent = {width: 1, height: 1}, selected = -1, colours = {}, asked = false;

  /** As many jobs in a row as let the whole plan fill the drawing best. */
  function columnsFor(levels) {
    var box = canvas.getBoundingClientRect(), best = 1, most = 0, widest = 1;
    levels.forEach(function (level) { widest = Math.max(widest, level.length); });
    for (var columns = 4; ; columns = Math.ceil(columns * 1.15)) {
      var height = 0, wide = Math.min(columns, widest);
      levels.forEach(function (level) { height += Math.ceil(level.length / wide) * ROW + BETWEEN; });
      var scale = Math.min(1, box.width / (wide * (WIDTH + GAP)), box.height / height);
      if (scale > most) { most = scale; best = wide; }
      if (columns >= widest) { return best; }
    }
  }

  function layOut() {
    var levels = [], places = [], y = 0;
    nodes.forEach(function (node, i) {
      children[i] = [];
      (levels[node.l] = levels[node.l] || []).push(i);
      node.p.forEach(function (parent) { children[parent].push(i); edges++; });
    });
    var columns = columnsFor(levels);
    levels.forEach(function (level, number) {
      // near their parents: lines are shorter then
      level.forEach(function (i) {
        var parents = nodes[i].p, sum = 0;
        parents.forEach(function (parent) { sum += places[parent]; });
        places[i] = parents.length ? sum / parents.length : 0.5;
      });
      level.sort(function (a, b) { return places[a] - places[b] || a - b; });
      var wide = Math.min(columns, level.length), rows = Math.ceil(level.length / wide);
      level.forEach(function (i, position) {
        var column = position % wide, row = Math.floor(position / wide);
        places[i] = (position + 0.5) / level.length;
        boxes[i] = {x: (column - (wide - 1) / 2) * (WIDTH + GAP) - WIDTH / 2, y: y + row * ROW};
      });
      bands.push({level: number, y: y - BETWEEN / 2 + (ROW - HEIGHT) / 2 - 6, height: rows * ROW + BETWEEN - (ROW - HEIGHT) + 4});
      extent.width = Math.max(extent.width, wide * (WIDTH + GAP));
      y += rows * ROW + BETWEEN;
    });
    extent.height = Math.max(1, y);
  }

  function readColours() {
    var style = getComputedStyle(document.documentElement);
    ['--ground', '--panel', '--ink', '--soft', '--edge', '--accent', '--band'].concat(Object.keys(KINDS).map(function (kind) { return KINDS[kind]; }))
        .forEach(function (name) { colours[name] = style.getPropertyValue(name).trim(); });
  }

  function fit() {
    var box = canvas.getBoundingClientRect();
    view.scale = Math.min(1.5, box.width / (extent.width + 60), box.height / (extent.height + 30));
    // a deep plan is no thread of dust: it begins at its top
    view.scale = Math.max(view.scale, Math.min(0.25, box.width / (extent.width + 60)));
    view.x = box.width / 2;
    view.y = Math.max(20 * view.scale + 4, (box.height - extent.height * view.scale) / 2);
    ask();
  }

  function zoom(factor, x, y) {
    var scale = Math.min(4, Math.max(0.005, view.scale * factor));
    view.x = x - (x - view.x) * scale / view.scale;
    view.y = y - (y - view.y) * scale / view.scale;
    view.scale = scale;
    ask();
  }

  function ask() {
    if (!asked) { asked = true; requestAnimationFrame(draw); }
  }

  function line(from, to) {
    var a = boxes[from], b = boxes[to];
    var x1 = view.x + (a.x + WIDTH / 2) * view.scale, y1 = view.y + (a.y + HEIGHT) * view.scale;
    var x2 = view.x + (b.x + WIDTH / 2) * view.scale, y2 = view.y + b.y * view.scale;
    if ((y1 < 0 && y2 < 0) || (y1 > canvas.clientHeight && y2 > canvas.clientHeight)
        || (x1 < 0 && x2 < 0) || (x1 > canvas.clientWidth && x2 > canvas.clientWidth)) { return; }
    context.moveTo(x1, y1);
    context.bezierCurveTo(x1, (y1 + y2) / 2, x2, (y1 + y2) / 2, x2, y2);
  }

  function draw() {
    asked = false;
    var ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight, k = view.scale;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    drawBands(width, height);
    if (edges <= MOST_EDGES) {
      context.beginPath();
      nodes.forEach(function (node, i) { node.p.forEach(function (parent) { line(parent, i); }); });
      context.strokeStyle = colours['--edge'];
      context.lineWidth = Math.min(1, Math.max(0.25, k * 2));
      context.stroke();
    }
    drawNodes(width, height);
    drawNumbers(height);
    if (selected >= 0) {
      context.beginPath();
      nodes[selected].p.forEach(function (parent) { line(parent, selected); });
      children[selected].forEach(function (child) { line(selected, child); });
      context.strokeStyle = colours['--accent'];
      context.lineWidth = 1.6;
      context.stroke();
      var box = boxes[selected];
      context.lineWidth = 3;
      context.strokeRect(view.x + box.x * k - 2, view.y + box.y * k - 2, WIDTH * k + 4, HEIGHT * k + 4);
    }
  }

  function drawBands(width, height) {
    bands.forEach(function (band) {
      var top = view.y + band.y * view.scale, tall = band.height * view.scale;
      if (top > height || top + tall < 0) { return; }
      if (band.level % 2 === 0) {
        context.fillStyle = colours['--band'];
        context.fillRect(0, top, width, tall);
      }
    });
  }

  function drawNumbers(height) {
    var free = -1;
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'top';
    bands.forEach(function (band) {
      var top = Math.max(view.y + band.y * view.scale, 0) + 3, text = 'level ' + band.level;
      if (top > height || top < free || view.y + (band.y + band.height) * view.scale < 14) { return; }
      free = top + 15;
      context.fillStyle = colours['--panel'];
      context.fillRect(3, top - 1, context.measureText(text).width + 5, 14);
      context.fillStyle = colours['--soft'];
      context.fillText(text, 5, top);
    });
  }

  function drawNodes(width, height) {
    var k = view.scale, labelled = HEIGHT * k >= 13;
    context.font = Math.min(13, 12 * k) + 'px system-ui, sans-serif';
    context.textBaseline = 'middle';
    nodes.forEach(function (node, i) {
      var x = view.x + boxes[i].x * k, y = view.y + boxes[i].y * k, w = Math.max(1.5, WIDTH * k), h = Math.max(1.5, HEIGHT * k);
      if (x > width || y > height || x + w < 0 || y + h < 0) { return; }
      context.fillStyle = colours[KINDS[node.k]];
      if (!labelled) { context.fillRect(x, y, w, h); return; }
      context.fillRect(x, y, Math.max(3, 6 * k), h);
      context.globalAlpha = 0.16;
      context.fillRect(x, y, w, h);
      context.globalAlpha = 1;
      context.fillStyle = colours['--ink'];
      context.fillText(shortened(node.n, w - 16 * k), x + 10 * k, y + h / 2);
    });
  }

  /** The end of a name tells more than its middle. */
  function shortened(name, width) {
    if (context.measureText(name).width <= width) { return name; }
    var most = Math.max(4, Math.floor(name.length * width / context.measureText(name).width) - 2);
    var head = Math.ceil(most / 2);
    return name.slice(0, head) + '\u2026' + name.slice(name.length - (most - head));
  }

  function at(x, y) {
    var px = (x - view.x) / view.scale, py = (y - view.y) / view.scale;
    for (var i = 0; i < nodes.length; i++) {
      if (px >= boxes[i].x && px <= boxes[i].x + WIDTH && py >= boxes[i].y && py <= boxes[i].y + HEIGHT) { return i; }
    }
    return -1;
  }

  function listen() {
    var held = null;
    canvas.addEventListener('pointerdown', function (event) {
      held = {x: event.offsetX, y: event.offsetY, moved: false};
      canvas.setPointerCapture(event.pointerId);
      canvas.classList.add('moving');
    });
    canvas.addEventListener('pointermove', function (event) {
      if (!held) {
        var over = at(event.offsetX, event.offsetY);
        canvas.title = over < 0 ? '' : nodes[over].n;
        return;
      }
      var dx = event.offsetX - held.x, dy = event.offsetY - held.y;
      if (held.moved || Math.abs(dx) + Math.abs(dy) > 4) {
        view.x += dx; view.y += dy;
        held = {x: event.offsetX, y: event.offsetY, moved: true};
        ask();
      }
    });
    canvas.addEventListener('pointerup', function (event) {
      canvas.classList.remove('moving');
      var hit = held && !held.moved ? at(event.offsetX, event.offsetY) : -1;
      held = null;
      if (hit >= 0) { select(hit, false); }
    });
    canvas.addEventListener('pointercancel', function () { held = null; canvas.classList.remove('moving'); });
    canvas.addEventListener('wheel', function (event) {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), event.offsetX, event.offsetY);
    }, {passive: false});
    canvas.addEventListener('keydown', function (event) {
      var moves = {ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60]}[event.key];
      if (moves) { view.x += moves[0]; view.y += moves[1]; ask(); }
      else if (event.key === '+' || event.key === '=') { middle(1.3); }
      else if (event.key === '-') { middle(1 / 1.3); }
      else { return; }
      event.preventDefault();
    });
    document.getElementById('closer').addEventListener('click', function () { middle(1.4); });
    document.getElementById('farther').addEventListener('click', function () { middle(1 / 1.4); });
    document.getElementById('fit').addEventListener('click', fit);
    window.addEventListener('resize', ask);
    window.addEventListener('hashchange', hash);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () { readColours(); ask(); });
    var waiting = 0;
    document.getElementById('search').addEventListener('input', function () {
      clearTimeout(waiting);
      waiting = setTimeout(search, 150);
    });
  }

  function middle(factor) { zoom(factor, canvas.clientWidth / 2, canvas.clientHeight / 2); }

  /* ---- one job ---- */

  var lines = null;

  /** The list of a job is read when somebody asks for it. */
  function rawList(i) {
    if (lines === null) { lines = document.getElementById('lists').textContent.trim().split('\n'); }
    return lines[i];
  }

  function job(i) {
    var button = make('button', {type: 'button', 'class': 'job'}, nodes[i].n);
    button.style.borderLeftColor = 'var(' + KINDS[nodes[i].k] + ')';
    button.addEventListener('click', function () { select(i, true); });
    return button;
  }

  function jobs(title, all) {
    if (all.length === 0) { return []; }
    return [make('h3', {}, title + ' (' + all.length + ')'), more(all, 30, make('div', {}), job)];
  }

  /** The first ones, and a button for those that follow. */
  function more(all, step, holder, show) {
    var next = 0, button = make('button', {type: 'button'});
    function go() {
      all.slice(next, next + step).forEach(function (each) { holder.append(show(each)); });
      next = Math.min(all.length, next + step);
      step = MOST_SHOWN;
      button.textContent = (all.length - next) + ' more';
      button.hidden = next >= all.length;
    }
    button.addEventListener('click', go);
    go();
    return make('div', {}, [holder, button]);
  }

  function facts(pairs) {
    return make('dl', {}, [].concat.apply([], pairs.filter(function (pair) { return pair[1] !== undefined && pair[1] !== ''; })
        .map(function (pair) { return [make('dt', {}, pair[0]), make('dd', {}, pair[1])]; })));
  }

  function entry(of) {
    var parts = [];
    if (of.lfn !== undefined) { parts.push(make('strong', {}, of.lfn)); }
    var words = [of.what, of.bytes === undefined ? undefined : of.unknown ? 'size unknown' : size(of.bytes)]
        .filter(function (word) { return word !== undefined; }).join(', ');
    if (words) { parts.push(make('span', {'class': 'soft'}, ' ' + words)); }
    (of.from || []).forEach(function (source, i) {
      parts.push(make('br'), make('span', {'class': 'soft'}, (i === 0 ? 'from ' : 'or ') + source.site
          + (source.priority === undefined ? '' : ', priority ' + source.priority) + ': '), make('code', {}, source.url));
    });
    (of.to || []).forEach(function (target) {
      parts.push(make('br'), make('span', {'class': 'soft'}, 'to ' + target.site + ': '), make('code', {}, target.url));
    });
    return make('li', {}, parts);
  }

  function select(i, centre) {
    selected = i;
    var node = nodes[i], list = JSON.parse(rawList(i));
    put('details', [].concat(
        make('h3', {}, node.n),
        facts([
          ['kind', node.k], ['level', String(node.l)], ['runs at', list.runs_at], ['works in', list.data_at],
          ['priority', String(list.priority)], ['category', list.category],
          ['moves', list.moved.files === 0 ? undefined : amount(list.moved)],
          ['time', range(list.seconds_low, list.seconds_high, list.unknown_duration ? 1 : 0)],
          ['program', list.program === undefined ? undefined : make('code', {}, list.program)],
          ['arguments', list.arguments === undefined ? undefined : make('code', {}, list.arguments)]
        ]),
        jobs('Waits for', node.p), jobs('Then come', children[i]),
        list.entries.length === 0 ? [] : [make('h3', {}, 'List (' + list.entries.length + ')'),
          more(list.entries, 100, make('ol', {'class': 'list'}), entry)]));
    if (centre) {
      view.scale = Math.max(view.scale, 0.8);
      view.x = canvas.clientWidth / 2 - (boxes[i].x + WIDTH / 2) * view.scale;
      view.y = canvas.clientHeight / 2 - (boxes[i].y + HEIGHT / 2) * view.scale;
    }
    ask();
  }

  /** As the lists are written: what is not ASCII, and what markup is made of, is an escape there. */
  function written(text) {
    return JSON.stringify(text).slice(1, -1).replace(/[^ -~]|[<>&']/g, function (c) {
      return '\\u' + ('0000' + c.charCodeAt(0).toString(16)).slice(-4);
    }).toLowerCase();
  }

  function search() {
    var asking = document.getElementById('search').value.trim(), wanted = asking.toLowerCase(), found = [], i;
    if (wanted === '') { put('found', []); return; }
    for (i = 0; i < nodes.length && found.length < MOST_FOUND; i++) {
      if (nodes[i].n.toLowerCase().indexOf(wanted) >= 0) { found.push(i); }
    }
    if (wanted.length >= 2) {
      var raw = written(asking), seen = new Set(found);
      for (i = 0; i < nodes.length && found.length < MOST_FOUND; i++) {
        if (!seen.has(i) && rawList(i).toLowerCase().indexOf(raw) >= 0) { found.push(i); }
      }
    }
    put('found', found.length === 0 ? make('li', {'class': 'soft'}, 'nothing found')
        : found.map(function (each) { return make('li', {}, job(each)); }));
  }

  /** {@code #job=NAME} in the address shows that job. */
  function hash() {
    var named = /^#job=(.*)$/.exec(location.hash), i;
    if (!named) { return; }
    try { named = decodeURIComponent(named[1]); } catch (e) { return; }
    for (i = 0; i < nodes.length; i++) {
      if (nodes[i].n === named) { select(i, true); return; }
    }
  }

  function legend() {
    put('legend', Object.keys(plan.kinds).map(function (kind) {
      var mark = make('i');
      mark.style.background = 'var(' + KINDS[kind] + ')';
      return make('li', {}, [mark, kind + ' ' + plan.kinds[kind]]);
    }));
  }

  reports();
  if (plan.aggregated) {
    put('aggregated', plan.aggregated).hidden = false;
    document.querySelector('main').hidden = true;
  } else {
    legend();
    readColours();
    layOut();
    listen();
    fit();
    hash();
  }
})();
//]]>

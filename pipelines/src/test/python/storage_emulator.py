"""gcp-storage-emulator, as Google's Java client needs it: a batch may look objects up, and an empty
line stands between a part's own headers and the answer that it holds."""

import sys

from gcp_storage_emulator.__main__ import main
from gcp_storage_emulator.exceptions import NotFound
from gcp_storage_emulator.handlers import objects


def get(request, item, storage, bucket_name, object_id, meta, response):
    try:
        found = storage.get_file_obj(bucket_name, object_id)
    except NotFound:
        return False
    objects._batch_write_json(response, "HTTP/1.1 200 OK", found)
    return True


def with_empty_line(handler):
    def handle(*arguments):
        arguments[-1].write("\r\n")
        return handler(*arguments)

    return handle


handlers = objects._BATCH_METHOD_HANDLERS
handlers["GET"] = get
for method in list(handlers):
    handlers[method] = with_empty_line(handlers[method])

sys.exit(main())

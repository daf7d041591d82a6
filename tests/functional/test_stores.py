"""Sources on a server that speaks as S3 does."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engines import cluster

if TYPE_CHECKING:
    from tests.conftest import Popcalc, Result

pytest.importorskip("s3fs")
pytest.importorskip("moto.server")


@pytest.fixture(scope="module")
def server(sample_data: Path) -> Iterator[dict[str, str]]:
    """The environment of a server with the sample data in a bucket."""
    boto3, moto = pytest.importorskip("boto3"), pytest.importorskip("moto.server")
    from werkzeug.serving import make_server

    served = make_server("127.0.0.1", 0, moto.DomainDispatcherApplication(moto.create_backend_app), threaded=True)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{served.port}"
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="a",
        aws_secret_access_key="b",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="counts")
    for file in sorted((sample_data / "monthly").glob("*.csv")):
        client.put_object(Bucket="counts", Key=f"monthly/{file.name}", Body=file.read_bytes())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted((sample_data / "monthly").glob("*.csv")):
            archive.write(file, file.name)
    client.put_object(Bucket="counts", Key="year/2013.zip", Body=packed.getvalue())
    yield {**keys, "AWS_ENDPOINT_URL": address}
    served.shutdown()
    thread.join()


def test_a_folder_of_a_bucket_gives_what_the_same_files_give(
    popcalc: Popcalc, server: dict[str, str], sample_data: Path
) -> None:
    of_store = popcalc("compute", "s3://counts/monthly", "--period", "quarter", env=server)
    assert of_store == popcalc("compute", sample_data / "monthly", "--period", "quarter")


@pytest.mark.parametrize("source", ["s3://counts/monthly", "s3://counts/year/2013.zip"])
def test_workers_read_objects_and_unpack_archives(
    popcalc: Popcalc, server: dict[str, str], environment: dict[str, str], source: str
) -> None:
    pytest.importorskip("distributed")
    here = popcalc("compute", source, env=server)
    assert here.code == 0
    with cluster(1, {**environment, **server}) as address:
        assert popcalc("compute", source, "--engine", f"dask://{address}", env=server) == here


def test_a_bucket_that_is_not_there_is_named(popcalc: Popcalc, server: dict[str, str]) -> None:
    found: Result = popcalc("compute", "s3://nowhere/monthly", env=server)
    assert (found.code, b"s3://nowhere/monthly NO_SUCH_FILE" in found.stderr) == (2, True), found.stderr


def test_a_server_that_does_not_answer_is_named(popcalc: Popcalc, server: dict[str, str]) -> None:
    nobody = {**server, "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}
    found: Result = popcalc("compute", "s3://counts/monthly", env=nobody)
    assert (found.code, b"s3://counts/monthly UNREADABLE the store cannot be read" in found.stderr) == (2, True)
    assert b"Traceback" not in found.stderr

// Faults of the file store: a folder of the server, or S3.
import { config, diagnostics, failedCall, goroutines, logs, metadata, times } from '../edit-sample.js'
import type { Faults } from '../fault.js'

export const filesFaults: Faults = {
  'S3 refuses the key': {
    edits: [
      config({
        'FileSettings.DriverName': 'amazons3',
        'FileSettings.AmazonS3Bucket': 'chat-files',
        'FileSettings.AmazonS3AccessKeyId': 'a',
        'FileSettings.AmazonS3SecretAccessKey': '****',
      }),
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.file_driver': 'amazons3',
        'file_store.erorr':
          'unable to check if the S3 bucket exists: The Access Key Id you provided does not exist in our records.',
      }),
      logs([
        {
          level: 'error',
          msg: 'Problem with file storage settings',
          caller: 'app/server.go:677',
          error:
            'unable to check if the S3 bucket exists: The Access Key Id you provided does not exist in our records.',
        },
      ]),
    ],
    first: 'file-store-access-denied',
  },
  'the S3 secret is wrong': {
    edits: [
      config({
        'FileSettings.DriverName': 'amazons3',
        'FileSettings.AmazonS3Bucket': 'chat-files',
        'FileSettings.AmazonS3AccessKeyId': 'a',
        'FileSettings.AmazonS3SecretAccessKey': '****',
      }),
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.file_driver': 'amazons3',
        'file_store.erorr':
          'unable to check if the S3 bucket exists: The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      }),
    ],
    first: 'file-store-not-working',
  },
  'the bucket is missing': {
    edits: [
      config({
        'FileSettings.DriverName': 'amazons3',
        'FileSettings.AmazonS3Bucket': 'chat-files',
        'FileSettings.AmazonS3AccessKeyId': 'a',
        'FileSettings.AmazonS3SecretAccessKey': '****',
      }),
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.file_driver': 'amazons3',
        'file_store.erorr': 'no such bucket',
      }),
      logs([
        {
          level: 'error',
          msg: 'Problem with file storage settings',
          caller: 'app/server.go:677',
          error: 'The specified bucket does not exist.',
        },
      ]),
    ],
    first: 'file-store-bucket-missing',
  },
  'the clock is away from that of S3': {
    edits: [
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.file_driver': 'amazons3',
        'file_store.erorr':
          "unable to check if the S3 bucket exists: The difference between the request time and the server's time is too large.",
      }),
    ],
    first: 'file-store-not-working',
  },
  'the data directory is read-only': {
    edits: [
      logs(
        times(
          4,
          failedCall(
            'UploadFile',
            'Unable to write the file.',
            'unable to create the directory /opt/mattermost/data/20261121: mkdir /opt/mattermost/data/20261121: read-only file system',
            '/api/v4/files',
          ),
        ),
      ),
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.erorr':
          'unable to write to the file: open /opt/mattermost/data/testfile: read-only file system',
      }),
    ],
    first: 'file-system-read-only',
  },
  'the data directory may not be written': {
    edits: [
      logs(
        times(
          4,
          failedCall(
            'UploadFile',
            'Unable to write the file.',
            'unable to create the directory /opt/mattermost/data/20261121: mkdir /opt/mattermost/data/20261121: permission denied',
            '/api/v4/files',
          ),
        ),
      ),
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.erorr':
          'unable to write to the file: open /opt/mattermost/data/testfile: permission denied',
      }),
    ],
    first: 'files-not-permitted',
  },
  'the data directory may not be written, only the status says so': {
    edits: [
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.erorr':
          'unable to write to the file: open /opt/mattermost/data/testfile: permission denied',
      }),
    ],
    first: 'file-store-not-working',
  },
  'the disk of the files is full': {
    edits: [
      logs(
        times(
          4,
          failedCall(
            'UploadFile',
            'Unable to write the file.',
            'unable to write the data in the file /opt/mattermost/data/20261121/x: write /opt/mattermost/data/20261121/x: no space left on device',
            '/api/v4/files',
          ),
        ),
      ),
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.erorr':
          'unable to write to the file: write /opt/mattermost/data/testfile: no space left on device',
      }),
    ],
    first: 'disk-full',
  },
  'the disk of the files is full, only the status says so': {
    edits: [
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.erorr':
          'unable to write to the file: write /opt/mattermost/data/testfile: no space left on device',
      }),
    ],
    first: 'file-store-not-working',
  },
  'a quota is used up': {
    edits: [
      logs(
        times(
          4,
          failedCall(
            'UploadFile',
            'Unable to write the file.',
            'write /opt/mattermost/data/20261121/x: disk quota exceeded',
            '/api/v4/files',
          ),
        ),
      ),
    ],
    first: 'file-store-quota-exceeded',
  },
  'the data directory is gone': {
    edits: [
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.erorr': 'unable to write to the file: open /mnt/data/testfile: no such file or directory',
      }),
    ],
    first: 'file-store-not-working',
  },
  'files were deleted': {
    edits: [
      logs(
        times(
          5,
          failedCall(
            'FileReader',
            'Unable to open a file.',
            'unable to open file 20261121/teams/noteam/x.png: open /opt/mattermost/data/20261121/teams/noteam/x.png: no such file or directory',
            '/api/v4/files/x',
          ),
        ),
      ),
    ],
    first: 'files-missing',
  },
  'uploads of one kilobyte only': {
    edits: [config({ 'FileSettings.MaxFileSize': 1024 })],
    first: 'upload-limit-tiny',
  },
  'the file test is slow': {
    edits: [
      goroutines(10, 'IO wait', [
        'net/http.(*persistConn).roundTrip',
        'github.com/minio/minio-go/v7.(*Client).PutObject',
        'github.com/mattermost/mattermost/server/v8/platform/shared/filestore.(*S3FileBackend).WriteFileContext',
        'github.com/mattermost/mattermost/server/v8/channels/api4.uploadFileStream',
        'github.com/mattermost/mattermost/server/v8/channels/web.Handler.ServeHTTP',
        'net/http.(*conn).serve',
      ]),
    ],
    first: 'requests-waiting-for-file-store',
  },
  'attachments are switched off': {
    edits: [config({ 'FileSettings.EnableFileAttachments': false })],
    first: 'attachments-off',
  },
  'the volume of the files is nearly full': {
    edits: [
      metadata({ server_version: '11.9.0' }),
      diagnostics({
        'server.version': '11.9.0',
        'file_store.total_mb': 100000,
        'file_store.available_mb': 900,
        'file_store.filesystem_type': 'ext4',
      }),
    ],
    first: 'file-volume-nearly-full',
  },
  'the bucket is given as an address': {
    edits: [
      config({
        'FileSettings.DriverName': 'amazons3',
        'FileSettings.AmazonS3Bucket': 's3://chat-files',
        'FileSettings.AmazonS3AccessKeyId': 'a',
        'FileSettings.AmazonS3SecretAccessKey': '****',
      }),
      diagnostics({
        'file_store.file_status': 'FAIL',
        'file_store.file_driver': 'amazons3',
        'file_store.erorr': 'unable to check if the S3 bucket exists: Error response code .',
      }),
    ],
    first: 's3-bucket-name-invalid',
  },
  'S3 without a bucket': {
    edits: [config({ 'FileSettings.DriverName': 'amazons3', 'FileSettings.AmazonS3Bucket': '' })],
    first: 's3-bucket-not-set',
  },
  'S3 answers with HTML': {
    edits: [
      logs(
        times(
          4,
          failedCall(
            'UploadFile',
            'Unable to write the file.',
            'unable to write the data in the file 20261121/x: expected element type <Error> but have <html>',
            '/api/v4/files',
          ),
        ),
      ),
    ],
    first: 'file-store-answers-not-s3',
  },
  'S3 is too slow': {
    edits: [
      logs(
        times(
          4,
          failedCall(
            'UploadFile',
            'Unable to write the file.',
            'unable to write the data in the file 20261121/x: Put "http://127.0.0.1:9000/mm/20261121/x": context deadline exceeded',
            '/api/v4/files',
          ),
        ),
      ),
    ],
    first: 'file-store-unreachable',
  },
}
